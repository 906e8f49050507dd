"""Every fixed text of a report, in English and in Chinese.

A pure table, longer than other files for that reason: key → (en, zh). Keys with a dot belong to
a family: ``col.*`` titles a column and ``note.*`` explains it, ``stage.*`` names a step of the
funnel, ``rule.*`` a reason for exclusion, ``signal.*`` a reason for a score, and so on.
"""

from collections.abc import Mapping

from screening.errors import InputError, unknown

LANGUAGES = ("en", "zh")

WORDS: Mapping[str, tuple[str, str]] = {
    # sheets: a name has at most 31 characters and none of []:*?/\
    "sheet.cover": ("Cover", "封面"),
    "sheet.funnel": ("Funnel", "筛选漏斗"),
    "sheet.shortlist": ("Shortlist", "短名单"),
    "sheet.signals": ("Score detail", "评分明细"),
    "sheet.longlist": ("Long list", "长名单"),
    "sheet.excluded": ("Excluded", "剔除名单"),
    "sheet.matrix": ("Gap matrix", "技术缺口矩阵"),
    "sheet.evidence": ("Evidence", "证据"),
    "sheet.quality": ("Data quality", "数据质量"),
    "sheet.notes": ("Parameters and notes", "参数与字段说明"),
    "about.cover": ("What was asked, and with what.", "委托内容与运行依据。"),
    "about.funnel": (
        "How many companies passed each step, and why the others were left out.",
        "各步骤保留的企业数量，以及剔除原因。",
    ),
    "about.shortlist": (
        "The best fits with their evidence. Quotes stand word for word in the source.",
        "匹配度最高的标的及其证据；引文与原始文本逐字一致。",
    ),
    "about.signals": (
        "What each score of the shortlist was made of.",
        "短名单中每项得分的由来。",
    ),
    "about.longlist": ("Every ranked company.", "全部参与排序的企业。"),
    "about.excluded": (
        "Companies left out of the ranking, each with the rule, the value and the threshold.",
        "未参与排序的企业，逐一列明规则、实际值与阈值。",
    ),
    "about.matrix": (
        "Strength per technology from 0 to 1: the firm, the leaders, the best targets."
        " Unknown is not zero.",
        "各项技术的实力（0至1）：本方企业、标杆企业与最佳标的。“未知”不等于零。",
    ),
    "about.evidence": (
        "Every quote behind the fits and the gaps, with its place in the source.",
        "匹配度与技术缺口所依据的全部引文及其出处。",
    ),
    "about.quality": (
        "What the corpus lacks. A missing value is unknown: neither zero nor a pass.",
        "语料库的缺失情况。缺失即未知，既不按零处理，也不视为通过。",
    ),
    "about.notes": (
        "The limits that were set, and what each column means.",
        "所设条件与各字段含义。",
    ),
    # cover
    "title": ("Technology acquisition screening", "境外技术并购标的筛选"),
    "section.mandate": ("Mandate", "委托"),
    "section.run": ("Run", "运行记录"),
    "section.weights": ("Weights", "权重"),
    "section.gaps": ("Technology gaps", "技术缺口"),
    "section.contents": ("Contents", "目录"),
    "section.reading": ("How to read it", "阅读说明"),
    "section.limits": ("Limits of the mandate", "委托条件"),
    "section.fields": ("Field notes", "字段说明"),
    "section.reasons": ("Reasons for exclusion", "剔除原因"),
    "reading.unknown": (
        "“unknown” means that no text or figure was found. It is never counted as zero.",
        "“未知”表示没有找到相应的文本或数据，绝不按零计算。",
    ),
    "reading.total": (
        "The fit ranks technical complementarity only. Feasibility stands beside it, not in it.",
        "匹配度只反映技术互补性；交易可行性单独列示，不计入匹配度。",
    ),
    "reading.evidence": (
        "A quote is a lead, not a finding: check it with the company before acting on it.",
        "引文是线索而非结论，据此行动前应向企业核实。",
    ),
    "mandate.name": ("Mandate", "委托名称"),
    "mandate.purpose": ("Purpose", "目的"),
    "mandate.sponsor": ("Sponsor", "委托方"),
    "mandate.firm": ("Firm", "本方企业"),
    "mandate.field": ("Field", "技术领域"),
    "mandate.leaders": ("Leaders", "标杆企业"),
    "fields.map": ("(on the map only, not screened)", "（仅列入图谱，不作筛选）"),
    "mandate.investor": ("Investor class", "投资方性质"),
    "mandate.modes": ("Deal modes accepted", "可接受的交易方式"),
    "mandate.stake": ("Largest stake", "持股比例上限"),
    "mandate.deal_date": ("Judged as of", "判断基准日"),
    "run_day": ("the day of the run", "运行当日"),
    "mandate.ceiling": ("Equity ceiling", "股权出资上限"),
    "mandate.countries": ("Countries", "国家和地区"),
    "mandate.exclude": ("Countries left out", "排除的国家和地区"),
    "mandate.employees": ("Largest head count", "员工人数上限"),
    "mandate.words": ("Least text", "最少文本量"),
    "mandate.chinese": ("Chinese-owned companies", "中资控股企业"),
    "mandate.leader_owned": ("Companies owned by leaders", "标杆企业的子公司"),
    "mandate.red_lines": ("Red lines", "红线名单"),
    "mandate.contacted": ("Contacted already", "已接触企业"),
    "mandate.unmatched": ("Names that kept nobody out", "未能匹配的名称"),
    "unmatched.red_lines": (
        "Red line “{name}”: no company of the corpus bears this name, so that it keeps nobody out.",
        "红线名单“{name}”：语料库中没有该名称的企业，未能据此剔除任何标的。",
    ),
    "unmatched.contacted": (
        "Contacted “{name}”: no company of the corpus bears this name, so that it keeps nobody"
        " out.",
        "已接触企业“{name}”：语料库中没有该名称的企业，未能据此剔除任何标的。",
    ),
    "unmatched.near": (" Nearest: {names}.", "最接近的名称：{names}。"),
    "unmatched.check": (
        " Check how it is spelt; if it is right, nothing of the company has been ingested.",
        "请核对写法；若无误，则说明尚未导入该企业的资料。",
    ),
    "mandate.shortlist": ("Length of the shortlist", "短名单数量"),
    "mandate.stated": ("Stated gap", "委托方提出的缺口"),
    "run.id": ("Run", "运行编号"),
    "run.started_at": ("Date", "运行时间"),
    "run.corpus_version": ("Corpus version", "语料库版本"),
    "run.encoder": ("Encoder", "编码模型"),
    "run.encoder_revision": ("Encoder revision", "编码模型修订号"),
    "run.scorer": ("Scorer", "评分方案"),
    "run.taxonomy_version": ("Taxonomy version", "技术分类版本"),
    "run.rules_version": ("Rules version", "规则库版本"),
    "run.identities": ("Merges in force", "生效的企业合并"),
    "run.code": ("Software version", "软件版本"),
    "run.mandate_hash": ("Mandate hash", "委托文件哈希"),
    "weights.default": ("as released with scorer {scorer}", "采用评分方案 {scorer} 的默认权重"),
    # single words
    "unknown": ("unknown", "未知"),
    "not_read": ("not read", "未细读"),
    "none": ("none", "无"),
    "any": ("any", "不限"),
    "left_out": ("left out", "剔除"),
    "kept": ("kept", "保留"),
    "stated": ("stated", "委托方提出"),
    "stated_floor": ("stated (floor)", "委托提出（下限）"),
    "gap_floor": (
        "(floor): texts and patents do not show a gap of this size; a stated gap is never counted"
        " as smaller.",
        "（下限）：文本与专利未显示如此大的差距；委托方提出的缺口不低于此值。",
    ),
    "covers_none": ("covers none of the gaps", "未补任何缺口"),
    "covers_nearly": ("{none}; nearest {gaps}", "{none}；最接近：{gaps}"),
    "one.place": (
        "{company}: {total} of 100; {above} of {among} ranked companies stand above",
        "{company}：{total}分（满分100）；排名高于它的有{above}家，参与排序共{among}家",
    ),
    "inferred": ("inferred", "推断"),
    "said_by.leader": ("leader", "标杆企业"),
    "said_by.lacks": ("acquirer, on what it lacks", "收购方（自述不足）"),
    "said_by.has": ("acquirer, on what it has", "收购方（自述所有）"),
    "said_by.target": ("target", "标的"),
    "cut": (" … [cut]", " …［已截断］"),
    "more_rows": ("… {count} more rows do not fit", "……另有 {count} 行超出表格容量"),
    "at_least_words": ("at least {count} words", "至少{count}词"),
    "at_most": ("at most {count}", "不超过{count}"),
    "not_in": ("not {names}", "非{names}"),
    "firms_of": ("{province}: {count} firms", "{province}：{count}家企业"),
    "group_of": ("{first} and others ({count} firms)", "{first}等{count}家企业"),
    "firm": ("Firm", "本方企业"),
    "since": ("since {year}", "自{year}年"),
    "ranked_of": ("{shown} of {count}", "前{shown}家（共{count}家）"),
    "comma": (", ", "、"),
    "apart": (", ", "，"),
    "bracket": (" ({text})", "（{text}）"),
    "colon": (": ", "："),
    "gap_chart": ("Size of each known gap", "已知技术缺口大小"),
    "funnel_chart": ("Companies after each step", "各步骤保留的企业数"),
    "not_in_chart": (
        "Gaps of unknown size are not in the chart.",
        "缺口大小未知的技术不在图中。",
    ),
    "gap_axis": ("gap size, 0 none to 1 whole", "缺口大小（0为无，1为完全缺失）"),
    # columns and what they mean
    "col.rank": ("Rank", "排名"),
    "note.rank": (
        "Place by fit; equal fits share the better place.",
        "按匹配度排列；得分相同者并列较前名次。",
    ),
    "col.name_en": ("Target", "标的（英文）"),
    "note.name_en": ("Trade name.", "常用名称。"),
    "col.name_zh": ("Chinese name", "标的（中文）"),
    "note.name_zh": (
        "As it is known in Chinese; empty where none is recorded.",
        "中文通用名；未收录则留空。",
    ),
    "col.name_local": ("Local name", "当地名称"),
    "note.name_local": (
        "In the script of its country; empty where none is recorded.",
        "所在国文字的名称；未收录则留空。",
    ),
    "col.company": ("Company", "企业"),
    "note.company": ("Name in the reader's language.", "以读者语言显示的名称。"),
    "col.country": ("Country or region", "国家/地区"),
    "note.country": ("Seat of the company.", "企业所在地。"),
    "col.city": ("City", "城市"),
    "note.city": ("City of the seat.", "所在城市。"),
    "col.owner": ("Owner", "控制人"),
    "note.owner": (
        "Who controls the company, the seat of that owner, and the kind of ownership.",
        "控制人、控制人所在地及所有制类型。",
    ),
    "col.owner_as_of": ("Owner as of", "股权信息日期"),
    "note.owner_as_of": (
        "Date on which the ownership was last known to be true.",
        "股权信息最后一次核实的日期。",
    ),
    "col.employees": ("Employees", "员工人数"),
    "note.employees": ("Head count as reported.", "披露的员工人数。"),
    "col.size": ("Revenue and band", "营收与规模"),
    "note.size": (
        "Revenue as reported, with its currency and year, and the size band"
        " (2003/361/EC, by head count).",
        "披露的营业收入（币种与年度）及规模等级（欧盟2003/361/EC，按人数）。",
    ),
    "col.total": ("Fit score", "匹配度"),
    "note.total": (
        "How well the target closes the gaps of the mandate, 0 to 100: the weighted geometric"
        " mean of the signals that are known.",
        "标的弥补委托方技术缺口的程度（0至100）：已知各项信号的加权几何平均。",
    ),
    "col.fit_sure": ("How sure", "可信度"),
    "note.fit_sure": (
        "How sure the fit is: high where signals of nine tenths of the weight are known and 60"
        " words or more were read; medium where one of both holds; low where neither does, or less"
        " than half of the weight is known. What is unknown is left out and its weight goes to the"
        " rest; “not read” counts as unknown here.",
        "匹配度的可信程度：已知信号占权重九成以上且文本不少于60词为高，具备其一为中，均不具备或已知权重不足一半为低。"
        "未知信号不计入匹配度，其权重分摊给其余信号；“未细读”在此按未知计。",
    ),
    "col.covered": ("Gaps covered", "可弥补的缺口"),
    "note.covered": (
        "Technologies whose gap the target fills, best first.",
        "标的能够弥补的技术缺口，由强到弱排列。",
    ),
    "col.fields": ("Fields", "所涉领域"),
    "note.fields": (
        "Fields of the policy that its texts show it at work in, this mandate's own or others.",
        "文本显示其所从事的政策领域，含本委托领域及其他领域。",
    ),
    "col.quote": ("Best evidence", "关键证据"),
    "note.quote": (
        "Up to three quotes, the technology in brackets; all of them are on the Evidence sheet.",
        "至多三条引文，方括号内为对应技术；全部引文见“证据”表。",
    ),
    "col.band": ("Feasibility", "可行性"),
    "note.band": (
        "Outlook for the mandate's first deal mode (else control) under the strictest rule of the"
        " seat that bites on it on the day of the run; never part of the fit.",
        "按运行当日所在国家/地区对委托首选交易方式（未指定则为控股收购）最严的外资审查规则判断；不计入匹配度。",
    ),
    "col.band_rule": ("Rule", "规则"),
    "note.band_rule": (
        "The rule behind the feasibility band, a row of rules.csv.",
        "可行性判断所依据的规则（rules.csv 中的一行）。",
    ),
    "note.shown_rule": (
        "The rule behind the feasibility band and when it was last checked; all of it is on the"
        " Rules sheet.",
        "可行性判断所依据的规则及最近核对日期；全文见“适用规则”表。",
    ),
    "rule_checked": ("checked on {date}", "{date}核对"),
    "rule_none": ("no rule known", "无已知规则"),
    "col.timing": ("Timing", "时机"),
    "note.timing": (
        "Events that make a deal more or less likely now, with date, confidence and source text;"
        " they expire, and are never part of the fit.",
        "影响交易时机的事件，附日期、可信度与说明；过期即不再列出，不计入匹配度。",
    ),
    "col.flags": ("Official lists", "制裁与管制名单"),
    "note.flags": (
        "Sanctions and export-control lists that were ingested and hold the name of the company or"
        " its owner, each with the list's own date; empty does not mean cleared.",
        "已导入的制裁与出口管制名单中出现的企业或其控制人名称，附名单自身的日期；空白不代表已通过审查。",
    ),
    "flag.as_of": ("{list} (list of {date})", "{list}（{date}版）"),
    "flag.undated": ("{list} (date of the list unknown)", "{list}（名单日期未知）"),
    "flag.listed": ("listed on {date}", "{date}列入"),
    "flag.owner": ("owner {name}", "控制人{name}"),
    "flag.unsure": ("by name alone", "仅凭名称"),
    "event.succession": ("succession", "接班"),
    "event.insolvency": ("insolvency", "破产"),
    "event.carve-out": ("carve-out", "业务剥离"),
    "event.fund-exit": ("fund exit", "基金退出"),
    "event.profit-warning": ("profit warning", "盈利预警"),
    "event.lapsed-patents": ("lapsed patents", "专利失效"),
    "event.founder-departure": ("founder's departure", "创始人离任"),
    "confidence.high": ("high confidence", "可信度高"),
    "confidence.medium": ("medium confidence", "可信度中"),
    "confidence.low": ("low confidence", "可信度低"),
    "col.website": ("Website", "网站"),
    "note.website": ("As recorded in the source.", "来源所载网址。"),
    "col.signal": ("Signal", "信号"),
    "note.signal": ("One reason for the score.", "得分依据之一。"),
    "col.score": ("Score", "得分"),
    "note.score": ("From 0 to 1, or unknown.", "0至1，或未知。"),
    "col.detail": ("Detail", "说明"),
    "note.detail": (
        "What produced the score.",
        "得分的由来。",
    ),
    "know.of": ("{count}, of which {gap} in what it closes", "{count}个，其中{gap}个属于所补缺口"),
    "know.force": ("{share}, for {years} years on average", "{share}，平均剩余{years}年"),
    "know.families": ("Patent families", "专利族"),
    "know.cited": (
        "Cited, as a multiple of patents of the same year",
        "被引次数（相对同年专利的倍数）",
    ),
    "know.members": ("Publications a family", "每族公开数"),
    "know.inventors": ("With one of its three key inventors", "三名核心发明人参与的比例"),
    "know.standing": ("Still standing", "仍有效"),
    "know.last": ("Last filed", "最近申请日"),
    "col.know_how": ("Know-how by patents", "专利所示技术储备"),
    "note.know_how": (
        "What its patents say: how many, how often cited, whose, for how long. Not in the score.",
        "专利所反映的数量、被引、核心发明人及剩余期限；不计入得分。",
    ),
    "detail.closes": (
        "{technology} by {share} (weight {weight})",
        "{technology}的{share}（权重{weight}）",
    ),
    "detail.closes_inferred": (
        "{technology} by {share} (not stated, weight {weight})",
        "{technology}的{share}（非委托方提出，权重{weight}）",
    ),
    "detail.gap_fill": ("closes {closes}; goal {goal}", "可弥补{closes}；目标强度{goal}"),
    "detail.open": ("; stated and not covered: {gaps}", "；委托方提出而未补：{gaps}"),
    "detail.strength": ("strength in those gaps", "在上述缺口领域的实力"),
    "detail.strength.high": (
        "strong in those gaps, beyond what closes them",
        "在上述缺口领域实力强，超出补缺所需",
    ),
    "detail.strength.middle": (
        "of some strength in those gaps, hardly beyond what closes them",
        "在上述缺口领域有一定实力，大体止于补缺所需",
    ),
    "detail.strength.low": ("weak in those gaps", "在上述缺口领域实力弱"),
    "detail.absorbability": (
        "words and subjects in common with {firm}",
        "与{firm}在用语和主题上的共同之处",
    ),
    "detail.absorbability.high": (
        "shares many words and subjects with {firm}",
        "与{firm}在用语和主题上共同之处多",
    ),
    "detail.absorbability.middle": (
        "shares some words and subjects with {firm}",
        "与{firm}在用语和主题上有一些共同之处",
    ),
    "detail.absorbability.low": (
        "shares few words and subjects with {firm}",
        "与{firm}在用语和主题上共同之处少",
    ),
    "detail.close_reading.high": (
        "a second encoder finds gap and firm well answered in the target's English text",
        "第二个编码模型认为标的英文文本与缺口及本方产品高度呼应",
    ),
    "detail.close_reading.middle": (
        "a second encoder finds gap and firm answered in part in the target's English text",
        "第二个编码模型认为标的英文文本与缺口及本方产品部分呼应",
    ),
    "detail.close_reading.low": (
        "a second encoder finds gap and firm hardly answered in the target's English text",
        "第二个编码模型认为标的英文文本与缺口及本方产品几无呼应",
    ),
    "detail.relatedness": ("cosine {cosine} to {firm}", "余弦相似度{cosine}（与{firm}相比）"),
    "detail.complementarity": (
        "other technologies in the fields of {firm}",
        "与{firm}处于相同领域而技术不同的程度",
    ),
    "detail.complementarity.high": (
        "works in the fields of {firm}, largely on other technologies of them",
        "与{firm}处于相同领域，所掌握的具体技术大多不同",
    ),
    "detail.complementarity.middle": (
        "works in fields of {firm}, partly on other technologies of them",
        "与{firm}所处领域有重合，部分具体技术不同",
    ),
    "detail.complementarity.low": (
        "works in few fields of {firm}, or on the same technologies",
        "与{firm}所处领域少有重合，或所掌握的技术相同",
    ),
    "detail.novelty": (
        "what the target has and {firm} lacks, over all technologies of the taxonomy",
        "在分类体系的全部技术中，标的具备而{firm}缺少的部分",
    ),
    "detail.novelty.high": (
        "most of what the target has {firm} lacks, over all technologies of the taxonomy",
        "在分类体系的全部技术中，标的所具备的{firm}大多缺少",
    ),
    "detail.novelty.middle": (
        "a part of what the target has {firm} lacks, over all technologies of the taxonomy",
        "在分类体系的全部技术中，标的所具备的{firm}缺少一部分",
    ),
    "detail.novelty.low": (
        "little of what the target has {firm} lacks, over all technologies of the taxonomy",
        "在分类体系的全部技术中，标的所具备的{firm}大多已有",
    ),
    "detail.redundancy": (
        "what {firm} has and the target does not double, over all technologies of the taxonomy",
        "在分类体系的全部技术中，{firm}具备而标的未重复的部分",
    ),
    "detail.redundancy.high": (
        "the target doubles little of what {firm} has, over all technologies of the taxonomy",
        "在分类体系的全部技术中，标的很少重复{firm}已有的部分",
    ),
    "detail.redundancy.middle": (
        "the target doubles a part of what {firm} has, over all technologies of the taxonomy",
        "在分类体系的全部技术中，标的重复{firm}已有的一部分",
    ),
    "detail.redundancy.low": (
        "the target doubles most of what {firm} has, over all technologies of the taxonomy",
        "在分类体系的全部技术中，标的大多重复{firm}已有的部分",
    ),
    "detail.quality": (
        "its patents in those gaps by citations, family and remaining life",
        "其在上述缺口领域的专利：按被引、同族规模和剩余期限评价",
    ),
    "detail.size": (
        "its patent families in all, less where it holds more than {firm}",
        "其专利族总数；多于{firm}时相应扣减",
    ),
    "detail.talent": (
        "what three key inventors who are still active hold of its patents in those gaps",
        "三位仍活跃的核心发明人在上述缺口领域专利价值中所占份额",
    ),
    "detail.differentiation": (
        "nearness to {firm} beside that to its ten nearest rivals",
        "与{firm}及其十家最近竞争对手的接近程度之比较",
    ),
    "detail.differentiation.high": (
        "nearer to {firm} than to its ten nearest rivals",
        "与{firm}的接近程度高于与其十家最近竞争对手",
    ),
    "detail.differentiation.middle": (
        "about as near to {firm} as to its ten nearest rivals",
        "与{firm}的接近程度和与其十家最近竞争对手相当",
    ),
    "detail.differentiation.low": (
        "farther from {firm} than from its ten nearest rivals",
        "与{firm}的接近程度低于与其十家最近竞争对手",
    ),
    "detail.private_synergy": (
        "nearness to {firm} beside that to other firms of the province",
        "与{firm}及省内其他企业的接近程度之比较",
    ),
    "detail.private_synergy.high": (
        "clearly nearer to {firm} than to other firms of the province",
        "与{firm}的接近程度明显高于与省内其他企业",
    ),
    "detail.private_synergy.middle": (
        "hardly nearer to {firm} than to other firms of the province",
        "与{firm}的接近程度和与省内其他企业相差不大",
    ),
    "detail.private_synergy.low": (
        "farther from {firm} than from other firms of the province",
        "与{firm}的接近程度低于与省内其他企业",
    ),
    "detail.unknown": ("cannot be told: {detail}", "无法判断：{detail}"),
    "detail.no_firm": (
        "no firm with text to compare with",
        "没有可供比较的本方企业文本",
    ),
    "detail.not_read": (
        "not among the best that are read again (counts as the lowest of them), or no English text"
        " (counts as their middle)",
        "未进入精读范围（按已细读者的最低值计），或没有英文文本（按其中位值计）",
    ),
    "col.evidence_ids": ("Evidence", "证据编号"),
    "note.evidence_ids": (
        "Numbers of the quotes on the Evidence sheet.",
        "“证据”表中的引文编号。",
    ),
    "col.stage": ("Step", "步骤"),
    "note.stage": ("A step of the funnel, in order.", "漏斗步骤，按先后排列。"),
    "col.count": ("Companies", "企业数"),
    "note.count": ("Companies left after the step.", "该步骤之后保留的企业数。"),
    "col.lost": ("Left out here", "本步剔除"),
    "note.lost": ("Companies that the step left out.", "该步骤剔除的企业数。"),
    "col.meaning": ("Meaning", "含义"),
    "note.meaning": ("What the line stands for.", "该行的含义。"),
    "col.rule": ("Reason", "剔除规则"),
    "note.rule": ("The rule that left the company out.", "剔除该企业所依据的规则。"),
    "col.value": ("Value", "实际值"),
    "note.value": ("What the rule found.", "规则检查到的值。"),
    "col.threshold": ("Threshold", "阈值"),
    "note.threshold": ("What the rule asks for.", "规则要求的值。"),
    "col.technology": ("Technology", "技术"),
    "note.technology": ("A technology of the shared taxonomy.", "统一技术分类中的一项。"),
    "col.gap": ("Gap", "缺口"),
    "note.gap": (
        "Distance to the best leader, 0 (none) to 1 (whole): 1 − own ÷ leader. A stated gap has"
        " a floor. Unknown where no leader shows evidence.",
        "与最强标杆的差距，0（无）至1（完全缺失）：1－本方÷标杆。委托方提出的缺口设下限；"
        "标杆均无证据时为未知。",
    ),
    "col.wanted": ("Wanted", "需求程度"),
    "note.wanted": ("How much the client wants it; 1 is usual.", "委托方的需求强度，1为一般。"),
    "col.kind": ("Origin", "来源"),
    "note.kind": (
        "Stated by the client, or inferred against the leaders; (floor) where the size is the least"
        " that a stated gap counts, and texts and patents show a smaller one or none.",
        "由委托方提出，或与标杆对比推断；（下限）表示缺口大小取委托方所提缺口的下限，"
        "文本与专利所示更小或未显示。",
    ),
    "col.sure": ("How sure", "可信度"),
    "note.sure": (
        "By how much there is to go by: two leaders that show the technology, and three firms or 60"
        " words on the other side. Both: high; one, or the client says so: medium.",
        "依据是否充分：至少两家标杆有证据，且本方有三家企业或60词以上。两者皆备为高；具备其一或由委托方提出为中。",
    ),
    "emerging.title": (
        "Emerging: filed abroad, in no technology here",
        "新兴技术：境外申请、体系未收",
    ),
    "emerging.what": ("Patents like (words)", "代表专利（特征词）"),
    "emerging.leaders": ("Leaders", "标杆"),
    "emerging.abroad": ("Abroad", "境外"),
    "emerging.home": ("Home", "国内"),
    "emerging.recent": ("Last 5 years", "近五年"),
    "emerging.holders": ("Held by", "主要持有人"),
    "emerging.nearest": ("Nearest technology", "最近的技术"),
    "emerging.none": (
        "No such group: it takes patents of leaders or targets, four families of two holders.",
        "未发现：需导入标杆或标的的专利，且至少两家持有人的四个专利族。",
    ),
    "col.trend": ("Trend", "趋势"),
    "note.trend": (
        "The leaders' share of the patent families that both sides filed in the technology in five"
        " years, less their share in the five before; unknown where fewer than five tell.",
        "近五年双方在该技术上申请的专利族中标杆所占比例，减去此前五年的比例；任一时段不足五族则未知。",
    ),
    "sure.high": ("high", "高"),
    "sure.medium": ("medium", "中"),
    "sure.low": ("low", "低"),
    "trend.widens": ("widens", "扩大"),
    "trend.steady": ("steady", "持平"),
    "trend.closes": ("closes", "缩小"),
    "col.own": ("Own strength", "本方实力"),
    "note.own": (
        "Strength of the firm, 0 to 1; of several firms, what a typical one shows.",
        "本方企业的实力（0至1）；多家企业时取典型水平。",
    ),
    "col.leader": ("Best leader", "最强标杆"),
    "note.leader": ("The leader with the greatest strength.", "实力最强的标杆企业。"),
    "col.leader_strength": ("Leader's strength", "标杆实力"),
    "note.leader_strength": ("Strength of that leader, 0 to 1.", "该标杆企业的实力（0至1）。"),
    "note.firm_strength": (
        "Strength of the firm, 0 to 1; of several firms, what a typical one shows.",
        "本方企业的实力（0至1）；多家企业时取典型水平。",
    ),
    "note.target_strength": ("Strength of the target, 0 to 1.", "该标的的实力（0至1）。"),
    "group.firm": ("Firm", "本方企业"),
    "group.leader": ("Leaders", "标杆企业"),
    "group.target": ("Best targets", "最佳标的"),
    "col.role": ("Role", "角色"),
    "note.role": (
        "Target, leader that shows the technology (the best one first), or acquirer on what it"
        " lacks or has of it.",
        "标的、具备该技术的标杆企业（最强者在前），或自述不足、自述所有的收购方。",
    ),
    "col.quote_text": ("Quote", "引文"),
    "note.quote_text": (
        "Stands word for word in the stored text.",
        "与存储文本逐字一致。",
    ),
    "col.language": ("Language", "语言"),
    "note.language": ("Language of the quote.", "引文语言。"),
    "col.similarity": ("Similarity", "相似度"),
    "note.similarity": (
        "Cosine between the quote and the technology or stated gap.",
        "引文与技术（或委托方所提缺口）的余弦相似度。",
    ),
    "col.source": ("Source", "来源"),
    "note.source": ("Where the document came from.", "文献来源。"),
    "source.rest": ("; rest recalled, unchecked", "；其余凭记忆整理，未经核对"),
    "source.recalled": ("recalled, unchecked", "凭记忆整理，未经核对"),
    "col.file": ("File", "文件"),
    "note.file": ("File that was read.", "读取的文件。"),
    "col.row": ("Row", "行"),
    "note.row": ("Row in that file.", "文件中的行号。"),
    "col.document": ("Document", "文献编号"),
    "note.document": ("Id of the stored document.", "存储文献的编号。"),
    "col.document_hash": ("Document hash", "文献哈希"),
    "note.document_hash": (
        "Shows whether the document has changed since the run.",
        "用于核对文献在运行之后是否改动。",
    ),
    "col.evidence_id": ("Evidence id", "证据编号"),
    "note.evidence_id": ("Number of the quote.", "引文编号。"),
    "col.measure": ("Measure", "指标"),
    "note.measure": ("What was counted.", "统计内容。"),
    "col.number": ("Number", "数值"),
    "note.number": ("The count.", "统计结果。"),
    "col.share": ("Share of companies", "占企业比例"),
    "note.share": ("The count over all companies.", "占全部企业的比例。"),
    "col.sheet": ("Sheet", "工作表"),
    "col.field": ("Column", "字段"),
    "col.note": ("What it means", "含义"),
    # the page of all fields
    "fields.title": ("Who fills Zhejiang's gaps, field by field", "浙江各领域补缺标的一览"),
    "fields.reading": (
        "The ten best targets of each field on the data ingested; made by"
        " `screening fields --top FILE`. What a field's leaders have and Zhejiang's firms lack"
        " is the gap; names are starting points for research, not recommendations.",
        "各领域在已导入数据上的前十名标的，由 `screening fields --top FILE` 生成。"
        "缺口即各领域龙头具备而浙江企业欠缺的技术；名单仅为研究起点，不构成推荐。",
    ),
    # signals
    "signal.gap_fill": ("Gap fill", "补缺度"),
    "signal_note.gap_fill": (
        "How far the target closes its best gap and its best two, by how they press: the most"
        " pressing weighs 1, and beside stated gaps one that is not stated counts a quarter.",
        "标的对其最能弥补的一个及两个缺口的弥补程度，按缺口的紧迫性计：最紧迫者权重为1；"
        "已有委托方提出的缺口时，其他缺口仅按四分之一计。",
    ),
    "signal.strength": ("Strength in the gaps", "缺口领域实力"),
    "signal_note.strength": (
        "How strong the target is in the two gaps that it closes best, beyond what closes them.",
        "标的在其最能弥补的两个缺口中的实力，不以补足为限。",
    ),
    "signal.absorbability": ("Absorbability", "可吸收性"),
    "signal_note.absorbability": (
        "How much the firm shares with what the target knows: what it needs to take it in.",
        "本方与标的所掌握知识的共同程度，即消化吸收的基础。",
    ),
    "signal.close_reading": ("Close reading", "精读"),
    "signal_note.close_reading": (
        "What a second encoder finds when it reads the best targets' English texts again. “Not"
        " read” counts in the fit as the lowest of those read, or as their middle where only an"
        " English text is lacking.",
        "第二个编码模型重新阅读靠前标的英文文本后，对其与缺口及本方产品契合度的评分。"
        "“未细读”者计入匹配度时按已细读者的最低值，仅缺英文文本者按其中位值。",
    ),
    "signal.relatedness": ("Relatedness", "关联度"),
    "signal_note.relatedness": (
        "How near the target stands to the firm: highest for neither a stranger nor a copy.",
        "标的与本方业务的接近程度：既不陌生也不雷同时最高。",
    ),
    "signal.private_synergy": ("Private synergy", "独有协同"),
    "signal_note.private_synergy": (
        "What the target is to this firm more than to others of the province.",
        "标的对本方的价值高于对省内其他企业的程度。",
    ),
    "signal.complementarity": ("Complementarity", "互补度"),
    "signal_note.complementarity": (
        "Other technologies of the fields in which the firm works too.",
        "双方处于相同领域而技术各异的程度。",
    ),
    "signal.quality": ("Patent quality", "专利质量"),
    "signal_note.quality": (
        "How often its patents in the gaps are cited, how wide their families, how long they last.",
        "其缺口领域专利的被引次数、同族规模与剩余期限；没有专利则不计。",
    ),
    "signal.size": ("Size of its base", "知识基础规模"),
    "signal_note.size": (
        "How many patent families come with it, less where it is the larger of the two.",
        "随标的取得的专利族数量；大于本方时相应扣减，没有专利则不计。",
    ),
    "signal.talent": ("Talent", "核心人才"),
    "signal_note.talent": (
        "How much of its patents in the gaps is the work of a few who are still there.",
        "其缺口领域专利中，少数仍活跃的核心发明人所占份额；没有专利则不计。",
    ),
    "signal.novelty": ("Novelty", "新颖度"),
    "signal_note.novelty": (
        "The part of the target's technology that the firm does not have.",
        "标的技术中本方尚不具备的部分。",
    ),
    "signal.redundancy": ("No redundancy", "不重复度"),
    "signal_note.redundancy": (
        "The part of the firm's technology that the target does not double.",
        "本方技术中不与标的重复的部分。",
    ),
    "signal.differentiation": ("Differentiation", "差异化"),
    "signal_note.differentiation": (
        "How much farther the target is from the firm's nearest rivals than from the firm.",
        "标的与本方的接近程度超出其与本方最近竞争对手的程度。",
    ),
    # funnel
    "stage.universe": ("All companies", "全部企业"),
    "stage_note.universe": ("In the corpus, at home and abroad.", "语料库中的境内外全部企业。"),
    "stage.overseas": ("Overseas", "境外企业"),
    "stage_note.overseas": (
        "With a seat outside mainland China, Hong Kong and Macao.",
        "所在地不在中国内地、香港和澳门。",
    ),
    "stage.with_text": ("With text", "有文本"),
    "stage_note.with_text": (
        "With a description or patent to be judged by.",
        "有可供判断的企业描述或专利。",
    ),
    "stage.eligible": ("Passed the knock-outs", "通过硬性条件"),
    "stage_note.eligible": (
        "Left out by no rule; see the Excluded sheet.",
        "未触发任何剔除规则，见“剔除名单”。",
    ),
    "stage.ranked": ("Ranked (long list)", "参与排序（长名单）"),
    "stage_note.ranked": ("With at least one known signal.", "至少有一项已知信号。"),
    "stage.shortlist": ("Shortlist", "短名单"),
    "stage_note.shortlist": ("The best of them.", "其中匹配度最高者。"),
    # rules of exclusion
    "rule.leader": ("A leader itself", "标杆企业本身"),
    "rule.leader-owned": ("Owned by a leader", "由标杆企业控股"),
    "rule.chinese-owned": ("Chinese-owned already", "已由中资控股"),
    "rule.country-unknown": ("Seat not known", "所在国家/地区不详"),
    "rule.country": ("Country outside the mandate", "国家/地区不在委托范围"),
    "rule.contacted": ("Contacted already", "已接触"),
    "rule.red-line": ("On the red line", "列入红线名单"),
    "rule.too-large": ("Too large", "规模过大"),
    "rule.no-text": ("Too little text", "文本不足"),
    "rule.fund": ("A fund, not a company", "基金，并非企业"),
    "rule.shell": ("A shell without business", "无业务的空壳公司"),
    "rule.paper": ("A listing, not a company", "证券品种，并非企业"),
    "limit.paper": ("a company", "企业"),
    "limit.fund": ("a company", "企业"),
    "limit.shell": ("a company", "企业"),
    "rule.unread-language": ("In a language that is not read", "文本语种无法识读"),
    "limit.leader": ("a leader defines the gap", "标杆企业用于界定缺口"),
    "limit.leader-owned": ("not owned by a leader", "不由标杆企业控股"),
    "limit.chinese-owned": ("not Chinese-owned", "非中资控股"),
    "limit.unread-language": ("a language that the encoder reads", "编码器可识读的语种"),
    "limit.country-unknown": ("a known seat", "所在国家/地区明确"),
    "limit.contacted": ("not contacted already", "未曾接触"),
    "limit.red-line": ("not on the red line", "不在红线名单"),
    # feasibility
    "band.open": ("open", "开放"),
    "band.filing": ("filing", "需申报"),
    "band.review_likely": ("review likely", "很可能受审查"),
    "band.near_closed": ("near closed", "基本关闭"),
    "band.prohibitive": ("prohibitive", "几无可能"),
    "band.not_researched": ("not researched", "未研究"),
    # ownership, size, investors, deals
    "kind.listed": ("listed", "上市"),
    "kind.private": ("private", "非上市"),
    "kind.family": ("family", "家族"),
    "kind.fund": ("fund", "基金"),
    "kind.subsidiary": ("subsidiary", "子公司"),
    "kind.state": ("state", "国有"),
    "kind.foundation": ("foundation", "基金会"),
    "size.micro": ("micro", "微型"),
    "size.small": ("small", "小型"),
    "size.medium": ("medium", "中型"),
    "size.large": ("large", "大型"),
    "investor.private": ("private", "民营"),
    "investor.state-owned": ("state-owned", "国有"),
    "investor.fund": ("fund", "基金"),
    "investor.state-influenced": ("state-influenced", "国资参股"),
    "investor.unknown": ("unknown", "未知"),
    "deal.control": ("control", "控股收购"),
    "deal.minority": ("minority stake", "少数股权"),
    "deal.assets": ("assets", "资产收购"),
    "deal.licence": ("licence", "技术许可"),
    "deal.patent-assignment": ("patent assignment", "专利转让"),
    "deal.joint-venture": ("joint venture", "合资"),
    "province.zhejiang": ("Zhejiang", "浙江"),
    "province.jiangsu": ("Jiangsu", "江苏"),
    "province.shanghai": ("Shanghai", "上海"),
    "province.guangdong": ("Guangdong", "广东"),
    "province.beijing": ("Beijing", "北京"),
    "province.hubei": ("Hubei", "湖北"),
    "province.sichuan": ("Sichuan", "四川"),
    "province.shandong": ("Shandong", "山东"),
    "province.anhui": ("Anhui", "安徽"),
    "province.fujian": ("Fujian", "福建"),
    "province.hunan": ("Hunan", "湖南"),
    "province.henan": ("Henan", "河南"),
    "province.hebei": ("Hebei", "河北"),
    "province.liaoning": ("Liaoning", "辽宁"),
    "province.shaanxi": ("Shaanxi", "陕西"),
    "province.tianjin": ("Tianjin", "天津"),
    "province.chongqing": ("Chongqing", "重庆"),
    "province.jiangxi": ("Jiangxi", "江西"),
    "province.jilin": ("Jilin", "吉林"),
    "province.heilongjiang": ("Heilongjiang", "黑龙江"),
    "province.shanxi": ("Shanxi", "山西"),
    "province.yunnan": ("Yunnan", "云南"),
    "province.guizhou": ("Guizhou", "贵州"),
    "province.guangxi": ("Guangxi", "广西"),
    "province.inner mongolia": ("Inner Mongolia", "内蒙古"),
    "province.gansu": ("Gansu", "甘肃"),
    "province.hainan": ("Hainan", "海南"),
    "province.ningxia": ("Ningxia", "宁夏"),
    "province.xinjiang": ("Xinjiang", "新疆"),
    "province.qinghai": ("Qinghai", "青海"),
    "province.xizang": ("Xizang", "西藏"),
    # who at home, deals and rules
    "sheet.home": ("At home first", "国内先核"),
    "about.home": (
        "Who in Zhejiang and the rest of China may close a gap already; look here before abroad."
        " What texts show is not what a part achieves.",
        "浙江及国内其他地区可能已能弥补缺口的企业，出海之前先看此表。文本所示不等于产品实绩。",
    ),
    "home.enough": ("as much as the leader", "已达标杆水平"),
    "home.filled": (
        "Filled at home already ({count}): ask first why to buy abroad",
        "国内已可弥补的缺口（{count}项）：先问为何要到境外收购",
    ),
    "home.as_of": ("as of {date}", "截至{date}"),
    "home.undated": ("date unknown", "日期未知"),
    "col.enough": ("Filled at home?", "国内是否已补"),
    "note.enough": (
        "Marked where the texts of a company at home show as much of the technology as the best"
        " leader's; then ask why to buy abroad.",
        "国内企业文本所示技术强度不低于最强标杆时标注，此时应先问为何要到境外收购。",
    ),
    "col.supplier": ("Company at home", "国内企业"),
    "note.supplier": (
        "From the dated list of suppliers, or a company of the corpus that shows the technology.",
        "来自注明日期的供应商清单，或语料库中具备该技术的国内企业。",
    ),
    "col.home_strength": ("What it shows", "文本强度"),
    "note.home_strength": (
        "Its coverage of the technology, as for the leader; unknown without a text here.",
        "其文本所示技术强度，口径与标杆相同；语料库无其文本时为未知。",
    ),
    "col.home_province": ("Province", "省份"),
    "note.home_province": ("Where it sits; Zhejiang comes first.", "所在省份，浙江企业在前。"),
    "col.products": ("Products", "产品"),
    "note.products": ("What the list says it makes, in Chinese.", "清单所载产品。"),
    "col.home_note": ("What is known of it", "情况说明"),
    "note.home_note": ("The list's note on how far it has come.", "清单所载进展说明。"),
    "col.home_as_of": ("As of", "信息日期"),
    "note.home_as_of": ("The day the entry speaks of.", "该条信息所述日期。"),
    "sheet.deals": ("Deals", "交易路径"),
    "about.deals": (
        "How each way to the technology stands with the rules, and what is advised; none of it"
        " enters the fit. Not legal advice.",
        "各种交易方式在审查规则下的状况及建议，均不计入匹配度；不构成法律意见。",
    ),
    "deals.home": ("Going out: rules at home", "出境：国内规则"),
    "deal_unconfirmed": ("investor class unconfirmed", "投资方性质待确认"),
    "col.advice": ("Advised way", "建议方式"),
    "note.advice": (
        "The first rule that holds, in the order of docs/method.md.",
        "按 docs/method.md 所列顺序，取首条成立的规则。",
    ),
    "col.advice_why": ("Why", "理由"),
    "note.advice_why": ("The rule behind the advice.", "建议所依据的规则。"),
    "col.integration": ("Integration", "整合方式"),
    "note.integration": (
        "From absorbability and novelty: alike is integrated closely, new is left autonomous.",
        "依据可吸收性与新颖度：相似者紧密整合，新颖者保持自主。",
    ),
    "col.obtainable": ("For and against a sale", "出售可能性"),
    "note.obtainable": (
        "What is known of owner and events that makes a sale more (+) or less (−) likely.",
        "控制人情况与事件对出售可能性的影响：+ 为提高，− 为降低。",
    ),
    "col.affordable": ("Affordable", "支付能力"),
    "note.affordable": (
        "A year's revenue beside the ceiling of the mandate, else head counts; a rule of thumb.",
        "以标的年营收对照委托的出资上限，否则对照员工人数；仅为经验判断。",
    ),
    "note.mode": (
        "The strictest rule of the seat that bites on this way on the day of the run; not"
        " researched is not open.",
        "按运行当日所在地对该方式最严的规则判断；未研究不等于开放。",
    ),
    "col.mode_rules": ("Rules", "所依据规则"),
    "note.mode_rules": (
        "The rule that gives each band on the left, with its number and when it was last checked;"
        " all of it is on the Rules sheet.",
        "左侧各档位所依据的规则、编号及最近核对日期；全文见“适用规则”表。",
    ),
    "col.second": ("Best second target", "最佳搭配标的"),
    "note.second": (
        "Who best closes what this target leaves open, among the first thousand.",
        "在前一千名中，最能弥补该标的未覆盖缺口的企业。",
    ),
    "sheet.rules": ("Rules", "适用规则"),
    "about.rules": (
        "The dated rules behind every band of this run. Have them checked before acting.",
        "本次运行各项可行性判断所依据的规则及其日期；行动前须请专业机构核实。",
    ),
    "rules.stale": ("stale", "已过期待核"),
    "rules.eu": ("European Union", "欧盟"),
    "col.rule_country": ("Seat", "所在地"),
    "note.rule_country": ("The country or union whose rule it is.", "规则所属国家、地区或联盟。"),
    "col.regime": ("Regime", "制度"),
    "note.regime": ("The act or authority.", "法规或主管机关。"),
    "col.rule_band": ("Band", "档位"),
    "note.rule_band": ("What follows where the rule bites.", "规则适用时对应的可行性档位。"),
    "col.rule_modes": ("Deal modes", "交易方式"),
    "note.rule_modes": ("The ways it names.", "规则所涉交易方式。"),
    "col.rule_class": ("Investors", "投资方"),
    "note.rule_class": ("The classes of investor it names.", "规则所涉投资方性质。"),
    "col.rule_stake": ("From a stake of", "起始持股"),
    "note.rule_stake": ("The share of votes from which it bites.", "适用的最低表决权比例。"),
    "col.rule_note": ("What it says", "要点"),
    "note.rule_note": ("The rule in a sentence or two.", "规则要点。"),
    "col.valid_from": ("From", "生效"),
    "note.valid_from": ("First day in force.", "生效日期。"),
    "col.valid_to": ("To", "失效"),
    "note.valid_to": ("Last day in force, where known.", "失效日期（如已知）。"),
    "col.checked_on": ("Checked on", "核对日期"),
    "note.checked_on": (
        "When it was last looked at; stale after a year.",
        "最近核对日期，逾一年标为过期。",
    ),
    "col.rule_confidence": ("Confidence", "可信度"),
    "note.rule_confidence": ("How sure the entry is.", "该条目的可信程度。"),
    "col.rule_source": ("Source", "来源"),
    "note.rule_source": ("Where it was taken from.", "信息来源。"),
    "col.interval": ("Rank, nine in ten", "排名区间"),
    "note.interval": (
        "Where it stands in nine of ten draws of weights and wording, and without its best quote.",
        "在权重与措辞随机扰动的十次中九次所处名次，并计入剔除最佳引文的情形。",
    ),
    "not_covered": ("nearest text, gap not covered", "仅为最接近文本，缺口未覆盖"),
    "lane.desk-research": ("desk research", "待案头调研"),
    "col.lane": ("Lane", "分组"),
    "note.lane": (
        "Targets with fewer than 60 words and no patent are ranked among their like; the mandate"
        " keeps a share of the shortlist for them.",
        "文本不足60词且无专利的标的单独排名，委托为其保留短名单的一部分席位。",
    ),
    "col.missing": ("To be found out", "待查明"),
    "note.missing": (
        "What is not known of a target of that lane; the number of words that there are.",
        "该组标的尚缺的信息；文本一项附现有词数。",
    ),
    "quality.patents": ("patents", "专利"),
    "col.top_10": ("Among ten best", "进入前十"),
    "note.top_10": ("In how many draws it was among the first ten.", "扰动中进入前十名的比例。"),
    "investor.any": ("any", "不限"),
    "advised.control": ("acquire", "控股收购"),
    "advised.assets": ("buy the assets", "收购资产"),
    "advised.minority": ("minority stake first", "先参股"),
    "advised.minority-fund": ("minority through a fund", "通过基金参股"),
    "advised.joint-venture": ("joint venture", "合资"),
    "advised.licence": ("licence", "技术许可"),
    "advised.patent-assignment": ("buy patents", "收购专利"),
    "advised.joint-research": ("joint research", "联合研发"),
    "advised.settle": ("attract its people to settle", "引进团队落户"),
    "advised.none": ("none yet", "暂无"),
    "why.not-researched": (
        "The rules of the seat are not researched: have them looked at first.",
        "所在地规则未研究，应先行核查。",
    ),
    "why.insolvency": (
        "It is insolvent, and its assets can be bought under the rules.",
        "企业已进入破产程序，按规则可收购其资产。",
    ),
    "why.foundation": (
        "A foundation holds it and does not sell: work together instead.",
        "由基金会控股，通常不出售，宜以合作方式取得技术。",
    ),
    "why.state": (
        "A state holds it and rarely sells: work together instead.",
        "由国家控股，很少出售，宜以合作方式取得技术。",
    ),
    "why.sold": (
        "It changed owner less than two years ago and nothing speaks for a sale: a fresh owner"
        " rarely sells, so work together instead.",
        "易主不足两年且无出售迹象，新股东通常不会转让，宜以合作方式取得技术。",
    ),
    "why.mandate": (
        "The first way within the mandate that the rules leave open.",
        "在委托许可的方式中，此为规则所留的首选。",
    ),
    "why.modes-shut": (
        "Rules of the seat keep every deal mode of the mandate shut.",
        "所在地规则使委托许可的交易方式均受阻。",
    ),
    "why.founder-departure": (
        "Founders have left and control is closed: their knowledge can move.",
        "创始人已离任而控股受阻，可引进其人才。",
    ),
    "why.too-large": (
        "It is too large for the buyer to take over.",
        "规模超出本方收购能力。",
    ),
    "why.willing": (
        "Something speaks for a sale now, and control can pass under the rules.",
        "当前存在出售因素，且按规则可取得控股权。",
    ),
    "why.open-seat": (
        "The seat asks for a filing at most.",
        "所在地至多要求申报。",
    ),
    "why.step": (
        "Control is likely to be reviewed; a minority stake only needs a filing.",
        "控股很可能受审查，少数股权仅需申报。",
    ),
    "why.review": (
        "Control can pass, but plan for a review, and for conditions.",
        "可争取控股，但须准备接受审查及附加条件。",
    ),
    "why.small-and-closed": (
        "Control is closed and the firm is a handful of people.",
        "控股受阻，且企业仅数人规模。",
    ),
    "why.closed": (
        "Control is closed; this is the first way that the rules leave open.",
        "控股受阻，此为规则所留的首选方式。",
    ),
    "why.all-closed": (
        "Every way to own is closed or not researched.",
        "各种取得方式均受阻或未研究。",
    ),
    "integration.close": (
        "integrate closely: much is alike",
        "紧密整合：相似度高",
    ),
    "integration.partnership": (
        "lead in partnership: alike enough to learn, new enough to protect",
        "伙伴式整合：相近之处便于学习，新颖之处须予保护",
    ),
    "integration.autonomous": (
        "leave autonomous: much is new",
        "保持自主：新颖度高",
    ),
    "sells.insolvency": ("insolvent", "已破产"),
    "sells.carve-out": ("being carved out", "业务剥离中"),
    "sells.fund-exit": ("its fund wants out", "基金拟退出"),
    "sells.succession": ("succession is open", "接班未定"),
    "sells.fund-years": ("held by a fund for four years or more", "基金持有已满四年"),
    "holds.sold": ("changed owner less than two full years ago", "易主不足两年"),
    "holds.foundation": ("held by a foundation", "基金会控股"),
    "holds.state": ("held by a state", "国家控股"),
    "affordable.within": ("within reach", "可承受"),
    "affordable.stretch": ("a stretch", "较吃力"),
    "affordable.fails": ("out of reach", "难以承受"),
    "affordable.unknown": ("unknown", "未知"),
    "judgement.pursue": ("pursue", "推进"),
    "judgement.hold": ("hold", "暂缓"),
    "judgement.reject": ("reject", "否决"),
    "judgement.unsure": ("unsure", "存疑"),
    "account_role.viewer": ("viewer", "查阅者"),
    "account_role.reviewer": ("reviewer", "评审人"),
    "account_role.lead": ("lead", "项目负责人"),
    "account_role.admin": ("admin", "管理员"),
    "act.sign-in": ("signed in", "登录"),
    "act.sign-in-refused": ("was refused", "登录被拒"),
    "act.sign-in-blocked": ("was kept waiting after too many tries", "尝试过多，暂停登录"),
    "act.sign-out": ("signed out", "退出"),
    "act.password": ("changed the password", "修改密码"),
    "act.account-added": ("added an account", "新增账户"),
    "act.account-reset": ("reset a password", "重置密码"),
    "act.account-role": ("changed a role", "调整角色"),
    "act.account-closed": ("closed an account", "停用账户"),
    "act.account-reopened": ("reopened an account", "恢复账户"),
    "act.token-made": ("made a token", "新建令牌"),
    "act.token-dropped": ("dropped a token", "撤销令牌"),
    "act.team-joined": ("put on the team", "加入项目组"),
    "act.team-left": ("taken off the team", "移出项目组"),
    "act.refused": ("was not let", "越权被拒"),
    "act.saw-list": ("saw it on the list", "在列表中看到"),
    "act.saw-log": ("read its log", "查阅其访问日志"),
    "act.saw-run": ("opened the shortlist", "查阅短名单"),
    "act.saw-target": ("opened a target", "查阅标的"),
    "act.exported": ("exported", "导出"),
    "act.judged": ("gave a verdict", "提交评审意见"),
    "act.contacted": ("noted a contact", "登记接触"),
    "act.screened": ("started a screening", "发起筛选"),
    "act.merged": ("decided on a pair", "判定企业是否同一"),
    "insider.title": ("Persons with inside information", "内幕信息知情人登记表"),
    "insider.sheet": ("Insiders", "知情人"),
    "insider.never": ("has not opened it", "尚未查阅"),
    "insider.yes": ("yes", "是"),
    "insider.no": ("no", "否"),
    "insider.person": ("Person", "知情人姓名"),
    "insider.account_role": ("Role", "角色"),
    "insider.on_team": ("On the team", "是否在项目组"),
    "insider.first_at": ("Knows since (UTC)", "首次知悉时间（UTC）"),
    "insider.last_at": ("Last seen (UTC)", "最近知悉时间（UTC）"),
    "insider.ways": ("How", "知悉方式"),
    "insider.targets": ("Targets opened", "查阅标的数"),
    "insider.addresses": ("From", "知悉地点（网络地址）"),
    "insider.id_number": ("Identity number", "身份证件号码"),
    "insider.deal_stage": ("Stage of the deal", "内幕信息所处阶段"),
    "role.analyst": ("analyst", "分析师"),
    "role.partner": ("sector partner", "行业合伙人"),
    "role.regulatory": ("regulatory reviewer", "合规审查人"),
    "status.untouched": ("untouched", "未接触"),
    "status.approached": ("approached", "已接触"),
    "status.nda": ("NDA signed", "已签保密协议"),
    "status.refused": ("refused", "已拒绝"),
    "status.exclusive": ("exclusive with others", "已与他方独家谈判"),
    "route.owner": ("via the owner", "经所有者"),
    "route.adviser": ("via an adviser", "经财务顾问"),
    "route.administrator": ("via the administrator", "经破产管理人"),
    "route.station": ("via our station", "经海外工作站"),
    "col.contact": ("Contact", "接触情况"),
    "note.contact": (
        "How the mandate stands with the target: last status, the way in, working language, who"
        " and when; apart from the verdict.",
        "与标的的接触情况：最新状态、渠道、工作语言、记录人与日期；与评审意见分列。",
    ),
    "signed_wait": ("waits for {roles}", "待{roles}签署"),
    "verdict_disagree": ("reviewers disagree", "评审意见不一致"),
    "verdict_carried": ("of another run", "沿用其他批次的意见"),
    "verdict_changed": (
        "of another run, scored otherwise then",
        "沿用其他批次的意见，当时评分不同",
    ),
    "verdicts.title": ("Verdicts", "评审意见"),
    "verdicts.empty": (
        "no verdicts yet; give one with: screening judge COMPANY pursue --reason …",
        "尚无评审意见；可用 screening judge 企业 pursue --reason … 添加",
    ),
    "col.verdicts": ("Verdicts", "评审意见"),
    "note.verdicts": (
        "What reviewers said, signed and dated, the newest first; it never changes a score.",
        "评审人的署名意见及日期，由新到旧；不影响得分。",
    ),
    "verdicts.judgement": ("Verdict", "意见"),
    "verdicts.author": ("By", "评审人"),
    "verdicts.at": ("On", "日期"),
    "verdicts.reason": ("Reason", "理由"),
    "sheet.sensitivity": ("Sensitivity", "敏感性分析"),
    "about.sensitivity": (
        "The first ten when one weight alone is lowered or raised by a fifth; intervals under many"
        " weights at once are on the shortlist.",
        "单项权重上下浮动20%时前十名的变化；多项权重同时扰动下的排名区间见短名单。",
    ),
    "col.change": ("Weight", "权重变动"),
    "note.change": (
        "By how much the weight of this signal alone is changed.",
        "仅该项信号权重的变动幅度。",
    ),
    "col.kept": ("Of ten stay", "前十保留数"),
    "note.kept": ("How many of the first ten stay among them.", "前十名中仍留在前十的数量。"),
    "col.entered": ("Come in", "新进前十"),
    "note.entered": ("Who comes into the first ten, best first.", "新进入前十名的企业，按名次。"),
    "col.gone": ("Drop out", "跌出前十"),
    "note.gone": ("Who drops out of the first ten.", "跌出前十名的企业。"),
    "col.leads": ("Leads then", "届时首位"),
    "note.leads": ("Who stands first then.", "变动后排名第一的企业。"),
    "sheet.regions": ("Regions", "国别分布"),
    "about.regions": (
        "Where complementary technology sits, how strong and how open, for the gaps of this run.",
        "针对本次缺口，互补技术分布在哪些国家和地区、强度与开放程度如何。",
    ),
    "regions.title": (
        "Where the technology sits that Zhejiang lacks, field by field",
        "浙江所缺技术的国别×领域分布",
    ),
    "regions.reading": (
        "Complementary companies (they cover a gap and can be absorbed) by seat and field, on the"
        " data ingested; made by `screening regions --out FILE`. In brackets the mean fit of the"
        " best five. A star marks a country that the policy names for the field. Counts speak of"
        " the companies that were ingested, not of countries as a whole.",
        "按所在国家/地区与领域统计互补企业（能弥补缺口且可吸收）数量，"
        "由 `screening regions --out FILE` 生成；括号内为前五名平均匹配度，"
        "星号表示政策点名的国家。数量仅反映已导入的企业。",
    ),
    "col.region_ranked": ("Ranked", "参与排序"),
    "note.region_ranked": ("Companies of this seat that were ranked.", "该地参与排序的企业数。"),
    "col.complementary": ("Complementary", "互补企业"),
    "note.complementary": (
        "They cover a gap, and the firm can absorb them (0.5).",
        "能够弥补缺口且可吸收性不低于0.5的企业数。",
    ),
    "col.region_strength": ("Best five", "前五均分"),
    "note.region_strength": ("Mean fit score of the best five.", "前五名匹配度均值。"),
    "col.region_best": ("Best company", "首位企业"),
    "note.region_best": ("First of this seat in the ranking.", "该地排名最前的企业。"),
    "col.priority": ("Policy", "政策"),
    "note.priority": (
        "What the policy article of 2018 says of the country in this field.",
        "2018年政策文章对该国该领域的表述。",
    ),
    "priority.named": ("named by the policy", "政策点名"),
    "priority.map-only": ("on the map only", "仅列入图谱"),
    # matching a target with firms
    "match.title": ("Firms of Zhejiang for {target}", "适合{target}的浙江企业"),
    "match.firm": ("Firm", "浙江企业"),
    # data quality
    "quality.companies": ("Companies in the corpus", "语料库企业数"),
    "quality.documents": ("Documents", "文献数"),
    "quality.passages": ("Passages", "文本片段数"),
    "quality.rejects": ("Rows rejected", "未能使用的行数"),
    "quality.merges": ("Records merged", "合并的记录数"),
    "quality.cut": ("Passages cut", "被截断的片段数"),
    "quality.missing": ("Missing", "缺失"),
    "quality.country": ("country", "国家/地区"),
    "quality.city": ("city", "城市"),
    "quality.website": ("website", "网站"),
    "quality.owner": ("owner", "控制人"),
    "quality.employees": ("employees", "员工人数"),
    "quality.text": ("text", "文本"),
}


def known_language(language: str) -> str:
    """``language`` if reports are written in it; InputError otherwise.

    >>> known_language("zh")
    'zh'
    """
    if language not in LANGUAGES:
        raise InputError(f"{unknown('report language', language, LANGUAGES)}; choose one of them")
    return language


def word(key: str, language: str) -> str:
    """The fixed text ``key``; KeyError for a key that is not in the table.

    >>> word("unknown", "zh")
    '未知'
    """
    return WORDS[key][LANGUAGES.index(known_language(language))]


def word_or(family: str, name: str, language: str) -> str:
    """The fixed text ``family.name``, or ``name`` itself where the table has none.

    >>> word_or("rule", "leader-owned", "en"), word_or("rule", "house-rule", "en")
    ('Owned by a leader', 'house-rule')
    """
    key = f"{family}.{name}"
    return word(key, language) if key in WORDS else name
