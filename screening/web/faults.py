"""What went wrong, for who sits at a browser: without commands, and in Chinese where it is known.

Errors are written once, in English and for the command line. The frequent ones are said here in
other words: a pattern, then the text in English (empty: as it is) and in Chinese, where ``\\1`` is
what the first bracket found. A line that no pattern knows stays as it is.
"""

import re
from collections.abc import Sequence
from functools import cache

_Words = tuple[str, str, str]

_FAULTS: Sequence[_Words] = (
    (
        r"there is no run '(.+?)'; see the list of shortlists",
        r"There is no run \1 here, or it is not yours to see.",
        r"没有编号为\1的批次，或您无权查看。",
    ),
    (r"unknown run '(.+?)'; .*", r"There is no run \1 here.", r"没有编号为\1的批次。"),
    (
        r"(\S+) is not ranked in run (\S+)",
        r"Run \2 does not rank a company \1.",
        r"批次\2中没有编号为\1的标的。",
    ),
    (
        r"(\d+) of (\d+) texts are not embedded yet; run: screening embed",
        r"\1 of \2 texts are new and not encoded yet. Any screening that is started here encodes"
        " them first; or ask whoever runs the server to.",
        r"有\1条文本（共\2条）尚未编码。在此处“开始筛选”时会先行编码，也可请服务器管理员处理。",
    ),
    (
        r"nothing is ingested yet; run: screening ingest FILE",
        "No company is stored yet; ask whoever runs the server to ingest some.",
        "语料库中尚无企业，请服务器管理员先导入。",
    ),
    (
        r"^mandate: (\d+) fault\(s\) in the mandate:",
        r"\1 fault(s) in the mandate:",
        r"委托中有\1处错误：",
    ),
    (
        r"^mandate is not a TOML file: (.*)",
        r"The text is no TOML: \1",
        r"文本不是有效的TOML格式：\1",
    ),
    (r"unknown key '(.*?)'; known: (.*)", "", r"没有“\1”这一项；可用的有：\2"),
    (r"unknown field '(.*?)'; known: (.*)", "", r"没有领域“\1”；可用的有：\2"),
    (r"unknown signal '(.*?)'; known: (.*)", "", r"没有信号“\1”；可用的有：\2"),
    (
        r"unknown technology '(.*?)'; nearest of (\d+) that are known: (.*?); all .*",
        r"unknown technology '\1'; nearest of \2 that are known: \3",
        r"没有技术“\1”；在\2项技术中最接近的有：\3",
    ),
    (r"is empty: give the assignment a name", "", "为空，请为委托命名"),
    (r"is empty: name a company of the corpus", "", "为空，请写语料库中的企业名称"),
    (r"'(.*?)' stands twice: name each firm once", "", r"“\1”出现两次，每家企业只写一次"),
    (
        r"nobody to screen for: give a firm, a province or stated gaps",
        "",
        "未说明为谁筛选：请给出企业（firm）、省份（province）或缺口（gaps）",
    ),
    (r"'(.*?)' is not a country code: write '(\w+)'", "", r"“\1”不是国家或地区代码，请写“\2”"),
    (
        r"'(.*?)' is not a country: write an ISO 3166 alpha-2 code, such as 'DE'",
        "",
        r"“\1”不是国家或地区，请写两位字母的ISO 3166代码，如“DE”",
    ),
    (
        r"'(.*?)' is not a language: write an ISO 639-1 code.*|'(.*?)' is not an ISO 639-1 code.*",
        "",
        r"“\1\2”不是语言代码，请写两位字母的ISO 639-1代码，如“de”",
    ),
    (r"Input should be (.*?) \(given: (.*)\)$", "", r"\2不可用，应为：\1"),
    (r"Field required", "is missing", "缺少此项"),
    (
        r"(\S+) is not a number of 0 or more: use 0 to leave it out",
        "",
        r"\1不是大于或等于0的数；不用该项请写0",
    ),
    (
        r"all are 0: give at least one signal a weight above 0",
        "",
        "全部为0，请至少给一项信号大于0的权重",
    ),
    (r"(\S+) is not above 0: use 1 for an ordinary need", "", r"\1不大于0；一般需求请写1"),
    (r"'(.*?)' is stated twice: join the two", "", r"“\1”出现两次，请合并"),
    (r"(\S+) lets nobody through: 1 or more", "", r"\1会剔除所有企业，请写1或以上"),
    (r"(\S+) is below 0: use 0 for no limit", "", r"\1小于0；不限请写0"),
    (
        r"(\S+) is not a share of at most a half: write 0.25",
        "",
        r"\1不是不超过一半的比例，请写如0.25",
    ),
    (r"(\S+) is not a share: write (\S+) for .*", "", r"\1不是比例，请写如\2"),
    (r"'(.*?)' is not a day: write YYYY-MM-DD", "", r"“\1”不是日期，请写如2022-06-30"),
    (r"(\S+) is not an amount above 0", "", r"\1不是大于0的金额"),
    (r"(\S+) is less than 1: say how many companies to list", "", r"\1小于1，请写明短名单数量"),
    (
        r"'(.*?)' is not in the corpus; ingest a file that describes it, or name it as .*",
        r"'\1' is not in the corpus; name it as the corpus does, or have it ingested",
        r"语料库中没有“\1”；请使用语料库中的名称，或先导入该企业",
    ),
    (
        r"'(.*?)' may be any of (.*); give the full legal name",
        "",
        r"“\1”可能是以下任一企业：\2；请给出完整的法定名称",
    ),
    (r"no company of '(.*?)' is in the corpus", "", r"语料库中没有“\1”的企业"),
    (
        r"there is no gap to close: .*",
        "",
        "没有可补的缺口：标杆企业在各项技术上均未领先本方；请在委托中提出缺口（[[gaps]]）",
    ),
    (
        r"no company of the corpus is called '(.*?)'; .*",
        r"No company of the corpus is called '\1'.",
        r"语料库中没有名为“\1”的企业。",
    ),
    (
        r"(.+) has no text to be judged by; .*",
        r"\1 has no text to be judged by.",
        r"\1没有可供评分的文本。",
    ),
    (r"the text holds no word; .*", "", "文本中没有文字，请提供企业介绍。"),
    (
        r"the text only says what the target lacks; .*",
        "",
        "文本只说明企业缺少什么，请说明其产品与技术。",
    ),
    (
        r".*/dropped\S* (is not a text|is not a text file); give .*",
        "This is no text: give a PDF, a Word document (.docx), a web page or plain text.",
        "该文件不是文本，请提供PDF、Word（.docx）、网页或纯文本文件。",
    ),
    (r".*/dropped\S* holds no text(.*)", r"The file holds no text\1", r"文件中没有文本\1"),
    (r"reason: it is empty; .*", "Give a reason.", "请填写理由。"),
    (
        r"that takes a (\w+); you are a (\w+) here",
        "",
        r"您的权限不足（需要\1，当前为\2）。",
    ),
)


def told(error: Exception, language: str) -> str:
    """What an error says, line by line in the words of the pages."""
    return "\n".join(_line(line, language) for line in str(error).splitlines())


def _line(line: str, language: str) -> str:
    for pattern, english, chinese in _patterns():
        if pattern.search(line):
            words = chinese if language == "zh" else english
            said = pattern.sub(words, line, count=1) if words else line
            return re.sub(r"^(\s*[\w.\[\]]+): ", r"\1：", said) if language == "zh" else said
    return line


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(pattern), en, zh) for pattern, en, zh in _FAULTS)
