# The web chat with its API. Build: docker build -t transcript-assistant .
# torch comes from pip's configured index; on machines where that is the CUDA build, give an index of CPU builds:
#   docker build --build-arg TORCH_INDEX=ADDRESS -t transcript-assistant .
FROM python:3.11.11-slim-bookworm AS build

ARG TORCH_INDEX=""
WORKDIR /build
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY constraints.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt \
      ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} torch setuptools
COPY pyproject.toml README.md LICENSE ./
COPY assistant assistant
COPY prompts prompts
RUN pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt --no-build-isolation '.[evaluation]'

FROM python:3.11.11-slim-bookworm

RUN useradd --create-home --uid 10001 assistant \
    && mkdir -p /srv/corpus /srv/vectorstore /srv/data \
    && chown -R assistant /srv
COPY --from=build /venv /venv
WORKDIR /srv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ASSISTANT_CORPUS=/srv/corpus \
    ASSISTANT_VECTORSTORE=/srv/vectorstore \
    ASSISTANT_DATA=/srv/data
USER assistant
VOLUME ["/srv/vectorstore", "/srv/data"]
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/health/ready', timeout=4)"]
# Beyond loopback the chat demands ASSISTANT_PASSWORD, and says so when it is missing.
CMD ["assistant", "chat", "--host", "0.0.0.0", "--port", "7860"]
