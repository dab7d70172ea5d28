// Who logs in may be another than who was here before: what that one had typed is forgotten.

sessionStorage.removeItem("draft");
