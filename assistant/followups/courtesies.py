"""What people say to a program in other languages than English that asks nothing of the transcripts.

Only a line that is such a phrase as a whole is taken for one, or, of orders, one that begins as an order does.
"""

import re

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
THANKS = re.compile(
    rf"{_BETWEEN}(?:(?:{_GREETINGS}|ok(?:ay)?){_BETWEEN})?(?:{_THANKS})"
    rf"(?: (?:für|pour|por|per|pel[oa]|voor|za|за|för|for)\b[^?？]{{0,30}})?(?:{_BETWEEN}(?:{_GREETINGS}))?{_BETWEEN}",
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
# By language, the order to forget, and what is to be forgotten; or the other way round where the verb stands last.
_FORGOTTEN = (
    (r"ignorier\w*|vergiss|vergesst|missachte\w*", r"anweisung\w*|instruktion\w*|regeln|vorgaben"),
    (r"ignore[rz]?|oublie[rz]?", r"instructions|consignes|règles"),
    (r"ignora\w*|olvida\w*|omite\w*", r"instrucciones|reglas|indicaciones|istruzioni|regole"),
    (r"dimentica\w*", r"istruzioni|regole"),
    (r"ignor[ae]\w*|esque[çc][ae]\w*", r"instruções|regras"),
    (r"negeer|vergeet", r"instructies|regels|opdrachten"),
    (r"z?ignoruj\w*|zapomnij\w*", r"instrukcj\w+|polece\w+|zasad\w*"),
    (r"(?:про)?игнорируй\w*|забудь\w*", r"инструкци\w+|указани\w+|правил\w*"),
)
_FORGOTTEN_CLOSE = (
    r"talimat\w*.{0,30}(?:unut|yok say|görmezden gel)|(?:忽略|忘记|忘掉|无视|無視).{0,20}(?:指令|指示|规则|提示词)|"
    r"(?:指示|命令|ルール|プロンプト).{0,10}(?:無視|忘れ)|(?:지시|명령|규칙|지침)\S*.{0,10}(?:무시|잊)"
)
# By language, the order to make something, and what: a story of one's own, not the story of somebody.
_MADE = (
    (
        r"(?:schreib|verfass|dicht|erzähl|zeichne|sing)\w*",
        r"ein(?:e|en)? (?:\w+ )?(?:gedicht|witz|lied|geschichte|aufsatz|brief|programm|märchen)",
    ),
    (
        r"(?:écri(?:[st]|vez)|rédige[zr]?|raconte[zr]?|compose[zr]?|dessine[zr]?|chante[zr]?)(?:[- ](?:moi|nous))?",
        r"une? (?:\w+ )?(?:poème|blague|chanson|histoire|lettre|programme|dissertation|conte)",
    ),
    (
        r"(?:escr[ií]be|redacta|cu[eé]nta|compón|dibuja|canta)\w*",
        r"una? (?:\w+ )?(?:poema|chiste|canción|cuento|carta|programa|ensayo)",
    ),
    (
        r"(?:scrivi|componi|raccont|disegna|canta)\w*",
        r"una? (?:\w+ )?(?:poesia|barzelletta|canzone|storia|lettera|programma|tema|racconto)",
    ),
    (
        r"(?:escrev[ea]|compõe|componha|cont[ae]|desenh[ae]|cant[ae])\w*(?:-me)?",
        r"uma? (?:\w+ )?(?:poema|piada|canção|história|carta|programa|conto)",
    ),
    (r"(?:schrijf|vertel|teken|zing)", r"een (?:\w+ )?(?:gedicht|grap|mop|lied|verhaal|brief|programma)"),
    (
        r"(?:napisz|opowiedz|narysuj|zaśpiewaj)",
        r"(?:wiersz\w*|dowcip|żart|piosenkę|opowiadanie|bajkę|program)",
    ),
    (
        r"(?:напиши|сочини|расскажи|нарисуй|спой)(?:те)?",
        r"(?:стих\w*|анекдот\w*|песн\w+|сказк\w+|сочинение|программу)",
    ),
)
_MADE_CLOSE = (
    r"(?:şiir|fıkra|şarkı|hikâye|hikaye)\w* .{0,12}\b(?:yaz|anlat|söyle)\w*|"
    r"(?:请|帮我|给我|替我)*(?:写|编|讲|画|唱)(?:一[首个篇段封幅]).{0,8}(?:诗|笑话|故事|歌|代码|程序|作文)|"
    r".{0,12}(?:詩|冗談|歌|物語|作文)を.{0,6}(?:書いて|作って|話して|歌って).*|"
    r".{0,12}(?:시|농담|노래|동화)(?:를|을)? .{0,12}(?:써|지어|불러|들려).*"
)
_ORDERED = "|".join(rf"(?:{verb})\b.{{0,30}}\b(?:{thing})\b" for verb, thing in (*_FORGOTTEN, *_MADE))
ORDER = re.compile(
    rf"[¡\s]*(?:(?:bitte|por favor|s['’]il (?:te|vous) plaît|per favore|proszę|пожалуйста|alsjeblieft)[, ]+)?"
    rf"(?:{_ORDERED}|{_FORGOTTEN_CLOSE}|{_MADE_CLOSE})",
    re.IGNORECASE,
)
