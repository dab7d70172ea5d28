"""What people say to a program in other languages than English that asks nothing of the transcripts.

Only a line that is such a phrase as a whole is taken for one, or, of orders, one that begins as an order does
(``order`` in ``tongues.toml``).
"""

import re

from assistant.questions.tongues import Tongue, tongues

_GREETINGS = (
    r"hallo|guten (?:morgen|tag|abend)|gute nacht|servus|moin|grüß gott|grüezi|tschüss|auf wiedersehen|"
    r"wie geht(?:['’]?s| es)(?: dir| ihnen| euch)?|"
    r"bonjour|bonsoir|salut|coucou|au revoir|bonne (?:nuit|journée|soirée)|"
    r"(?:comment )?ça va|comment (?:allez[- ]vous|vas[- ]tu)|"
    r"hola|buen(?:os|as) (?:días|tardes|noches)|qué tal|cómo est(?:ás|á usted|án)|adiós|hasta luego|"
    r"ciao|buongiorno|buonasera|buonanotte|arrivederci|come (?:stai|sta|va)|"
    r"olá|bom dia|boa (?:tarde|noite)|tudo bem|como (?:vai|estás?)(?: você)?|adeus|até logo|"
    r"goede ?(?:morgen|middag|n?avond|ndag)|hoe gaat het(?: met (?:je|u))?|tot ziens|"
    r"cześć|dzień dobry|dobry wieczór|witam|do widzenia|jak się masz|co słychać|ahoj|dobrý (?:den|večer)|na shledanou|"
    r"привет|здравствуй(?:те)?|добр(?:ый|ой|ое) (?:день|вечер|ночи|утро)|как (?:у вас )?дела|до свидания|"
    r"привіт|добр(?:ий|ого) (?:день|вечір|дня|ранок)|до побачення|"
    r"god (?:morgon|morgen|dag|kväll|aften|kveld)|hejsan|hej då|hur mår du|"
    r"merhaba|selam|günaydın|iyi (?:günler|akşamlar|geceler)|nasılsın(?:ız)?|hoşça ?kal(?:ın)?|görüşürüz|"
    r"[你您]好[吗嗎]?|大家好|(?:早上|上午|下午|晚上)好|早安|晚安|再见|再見|"
    r"こんにちは|こんばんは|おはよう(?:ございます)?|さようなら|(?:お)?元気ですか|はじめまして|"
    r"안녕(?:하세요|하십니까|히 (?:계세요|가세요))?|반갑습니다|مرحبا|السلام عليكم|नमस्ते"
)
_THANKS = (
    r"danke(?: (?:schön|sehr|dir|ihnen|vielmals))?|(?:vielen|herzlichen|besten) dank|"
    r"merci(?: (?:beaucoup|bien|à vous))?|"
    r"(?:(?:muchas|mil) )?gracias|(?:molte )?grazie(?: (?:mille|tante))?|(?:muito )?obrigad[oa]|"
    r"dank (?:je|u)(?: wel)?|dankjewel|bedankt|dziękuję(?: bardzo)?|dzięki|děkuji|díky|"
    r"(?:большое )?спасибо(?: (?:большое|вам|тебе))?|благодарю(?: вас)?|дякую|tack så mycket|mange tak|tusen takk|"
    r"(?:çok )?teşekkür(?:ler| ederim| ederiz)|sağ ?ol(?:un)?|"
    r"(?:非常)?[谢謝][谢謝](?:[你您]|大家)?|多[谢謝]|(?:非常)?感[谢謝][你您]?|"
    r"(?:どうも)?ありがとう(?:ございます|ございました)?|(?:정말 )?(?:감사합니다|고맙습니다|고마워요?)|شكرا"
)
_BETWEEN = r"[\s,.!?;:¡¿…،，。！？、～~-]*"
GREETING = re.compile(rf"{_BETWEEN}(?:(?:{_GREETINGS}){_BETWEEN})+", re.IGNORECASE)
# "Thank you for your help." thanks too.
_THANKED = re.compile(
    rf"{_BETWEEN}(?:(?:{_GREETINGS}|ok(?:ay)?){_BETWEEN})?(?:{_THANKS})"
    rf"(?: (?:für|pour|por|per|pel[oa]|voor|za|за|för|for)\b[^?？.!。！;…]{{0,30}})?"
    rf""
    rf"(?:{_BETWEEN}(?:{_GREETINGS}))?{_BETWEEN}",
    re.IGNORECASE,
)
ABOUT_ME = re.compile(
    rf"{_BETWEEN}(?:wer (?:bist du|sind sie)|was kannst du(?: alles)?|qui (?:es[- ]tu|êtes[- ]vous)|"
    r"que (?:sais|peux)[- ]tu faire|"
    r"quién eres|qué puedes hacer|chi sei|(?:che )?cosa (?:sai|puoi) fare|"
    r"quem és|quem é você|o que (?:sabes|você sabe) fazer|"
    r"wie ben (?:je|jij)|wat kun je|kim jesteś|co (?:umiesz|potrafisz)|"
    r"(?:кто ты|ты кто)(?: такой)?|что ты (?:умеешь|можешь)|"
    r"хто ти|sen kimsin|neler yapabilirsin|[你您]是[谁誰]|你[会能]做什么|"
    r"(?:あなた|君)は(?:誰|だれ)(?:ですか)?|何ができますか|"
    rf"(?:넌|너는|당신은) 누구(?:세요|입니까|야)?|무엇을 할 수 있(?:나요|습니까)){_BETWEEN}",
    re.IGNORECASE,
)
_ASKED = re.compile("[?？؟]")
_PLEASE = re.compile(
    r"[¡\s]*(?:(?:bitte|por favor|s['’]il (?:te|vous) plaît|per favore|proszę|пожалуйста|alsjeblieft)[, ]+)?",
    re.IGNORECASE,
)


def is_order(line: str) -> bool:
    """Whether a line bids the program forget its rules or make something; what asks in its language does not."""
    if _ASKED.search(line) or not (begun := _PLEASE.match(line)):
        return False
    return any(tongue.order.match(line, begun.end()) and not _asks(line, tongue) for tongue in tongues().values())


def is_thanks(line: str) -> bool:
    """Whether a line thanks, for something it may name, and asks nothing."""
    return bool(_THANKED.fullmatch(line)) and not any(_asks(line, tongue) for tongue in tongues().values())


def says_nothing(sentence: str) -> bool:
    """Whether a sentence of a transcript only greets or thanks."""
    return bool(GREETING.fullmatch(sentence) or _THANKED.fullmatch(sentence))


def _asks(line: str, tongue: Tongue) -> bool:
    return any(asking.search(line) for asking in tongue.asking.values())
