"""What the command line says, in Chinese and English; one entry a message, keyed by what it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Language = Literal["zh", "en"]


class Words:
    """The messages in one language."""

    def __init__(self, language: Language) -> None:
        """Choose the language."""
        self.language: Language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return a message with its values filled in; raises ``KeyError`` for a key that the catalogue lacks."""
        text = MESSAGES[key][self.language == "zh"]
        return text.format(**values) if values else text


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of ``--lang``, else of the locale: Chinese for any zh locale, English for every other.

    >>> language(["--lang", "zh", "build"], {}), language([], {"LANG": "zh_CN.UTF-8"}), language([], {"LANG": "C"})
    ('zh', 'zh', 'en')
    """
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
        if argument == "--":
            break
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"


MESSAGES: dict[str, tuple[str, str]] = {
    # --- the group
    "kg-help": (
        "Reads Chinese work reports and builds a knowledge graph in which every fact points at its characters.",
        "读工作报告，建知识图谱；每条事实都指回原文的字。",
    ),
    "kg-example": (
        "Example:  kg build reports/ --output output && kg query output --list",
        "示例：  kg build reports/ --output output && kg query output --list",
    ),
    "commands": ("Commands", "命令"),
    "lang-option": ("Language of messages; else that of the locale.", "消息的语言；缺省随系统区域设置。"),
    "build-short": ("Build a graph from reports.", "由报告建图谱。"),
    "query-short": ("Ask a graph: a named query or SPARQL.", "查询图谱：命名查询或 SPARQL。"),
    "stats-short": ("Measure the network of a graph.", "图谱网络的统计指标。"),
    "stats-help": (
        "Measure the network of a graph: most endorsed undertakings, bodies that act with most others, names that "
        "undertakings of several places bear, bodies with most figures, reports that are most alike, reports of which most "
        "was taken up. Of equals the first by name comes first.",
        "图谱网络的统计：认可者最多的事项，合作最广的机构，多地同名的事项，数字最多的机构，最相似的报告，采信最全的报告。并列者按名称排序。",
    ),
    "stats-example": ("Example:  kg stats output --top 5", "示例：  kg stats output --top 5"),
    "stats-format": ("How to print it.", "输出格式。"),
    "stats-top": ("Rows of each measure.", "每项列出的行数。"),
    "stats-none": ("none", "无"),
    "stats-too-many": ("more than 2,000 reports: pairs are not compared", "报告超过 2000 份，不作两两比较"),
    "stats-endorsed": ("Most endorsed undertakings", "认可者最多的事项"),
    "stats-endorsed-head": ("undertaking\tplace\tendorsers\tby", "事项\t地点\t认可者数\t认可者"),
    "stats-cooperating": ("Bodies that act with most others", "合作最广的机构"),
    "stats-cooperating-head": ("body\tpartners\ttimes\twith", "机构\t合作方数\t次数\t合作方"),
    "stats-shared": ("Names that undertakings of several places bear", "多地同名的事项"),
    "stats-shared-head": ("name\tplaces\tbodies", "名称\t地点\t机构"),
    "stats-owners": ("Bodies with most figures", "数字最多的机构"),
    "stats-owners-head": ("body\tfigures\treports", "机构\t数字\t报告"),
    "stats-alike": (
        "Reports most alike (Jaccard index of the indicators that they state)",
        "最相似的报告（所报指标的杰卡德系数）",
    ),
    "stats-alike-head": ("one\tother\tindex\tshared\tof", "一份\t另一份\t系数\t共同指标\t全部指标"),
    "stats-quoted": (
        "Reports of which most was taken up (share of characters in sentences that state a fact)",
        "采信最全的报告（陈述事实的句子占全文字数之比）",
    ),
    "stats-quoted-head": ("report\tshare\tfigures", "报告\t占比\t数字"),
    "explain-short": ("Tell why a fact is there, or a number is none.", "说明一条事实为何存在、一个数字为何未采用。"),
    "check-short": ("Check a graph against the shapes.", "按 SHACL 约束检查图谱。"),
    "export-short": ("Write a graph in another format.", "把图谱导出为其他格式。"),
    "score-short": ("Measure a graph against annotated reports.", "以标注为准给图谱打分。"),
    "serve-short": ("Serve a graph over HTTP: SPARQL, JSON, the page.", "以 HTTP 提供图谱：SPARQL、JSON、网页。"),
    "interrupted": ("kg: interrupted", "kg：已中断"),
    "unwritable": (
        "kg: standard output: cannot be written ({reason}); send it elsewhere",
        "kg：标准输出：无法写入（{reason}）；请改写到别处",
    ),
    # --- build
    "build-help": (
        "Build a graph from reports. PATH is a file, a folder (with all below it), a glob, or - for standard input; "
        "without PATH the demo reports are built. Reads .txt .md .html .docx .pdf .zip.",
        "由报告建图谱。PATH 是文件、文件夹（含其下各级）、通配符或 -（标准输入）；不给 PATH 则用自带的示例报告。"
        "可读 .txt .md .html .docx .pdf .zip。",
    ),
    "build-example": (
        "Example:  kg build reports/ --reports reports.csv --output output",
        "示例：  kg build reports/ --reports reports.csv --output output",
    ),
    "build-output": ("Folder for the results.", "结果文件夹。"),
    "build-reports": (
        "CSV with the columns file, url, title, body, place, year, issued: what the texts do not say.",
        "CSV，列为 file、url、title、body、place、year、issued：补充正文没有说的。",
    ),
    "build-lexicon": (
        "TSV with your own bodies, aliases, units or indicators; may be repeated.",
        "自备词表 TSV（机构、别名、单位、指标）；可多次给出。",
    ),
    "build-outputs": ("Which outputs to write, separated by commas: {all}.", "只写哪些结果，以逗号分隔：{all}。"),
    "build-base": ("IRI that all data IRIs begin with.", "数据 IRI 的前缀。"),
    "build-view": (
        "Part of the graph that the page shows: kind=, city=, year=, report=, nodes=COUNT, separated by commas.",
        "网页显示图的哪一部分：kind=、city=、year=、report=、nodes=数目，以逗号分隔。",
    ),
    "build-jobs": ("Processes that extract; 0: one a core.", "抽取用几个进程；0 为每核一个。"),
    "build-limit": (
        "Set a limit of what is read, such as seconds=60 (may be given several times; docs/reference/limits.md lists them).",
        "设定读取的某项限制，如 seconds=60（可多次给出；见 docs/reference/limits.md）。",
    ),
    "build-usage-limit": (
        "{given!r} sets no limit; write NAME=NUMBER with one of {all}",
        "{given!r} 不是限制；请写 名称=整数，名称有 {all}",
    ),
    "build-keep-duplicates": ("Count near-duplicate reports as different ones.", "近似重复的报告各算一份。"),
    "build-store": (
        "Keep facts and graph in DIR/store, so that the next build works on what changed only and queries open at once; by default where there are many reports, or a store is there.",
        "把事实和图谱保存在 DIR/store 中，下次只处理有改动的报告，查询时立即打开；默认在报告很多或已有保存时启用。",
    ),
    "build-engine": (
        "Where to build: on this machine, or on Apache Spark, which reads paths that Hadoop understands and writes OUTPUT/nquads and OUTPUT/figures.",
        "在哪里构建：本机，或 Apache Spark（读取 Hadoop 可识别的路径，写出 OUTPUT/nquads 与 OUTPUT/figures）。",
    ),
    "build-master": (
        "Address of the Spark cluster, such as spark://host:7077, or local[4].",
        "Spark 集群地址，如 spark://host:7077，或 local[4]。",
    ),
    "build-usage-spark": ("not with --engine spark: {options}", "--engine spark 时不能使用：{options}"),
    "build-usage-master": ("--master goes with --engine spark", "--master 只与 --engine spark 同用"),
    "sum-spark": (
        "Graph      {triples} triples, {figures} figures, {duplicates} near-duplicates",
        "图谱    三元组 {triples} 条，数据 {figures} 条，近似重复 {duplicates} 份",
    ),
    "build-json": ("Print the summary as JSON.", "以 JSON 输出摘要。"),
    "build-progress": ("reports", "报告"),
    "build-usage-base": (
        "{given!r} begins no IRIs; give an absolute IRI that ends in / or #",
        "{given!r} 不能作为 IRI 的前缀；请给出以 / 或 # 结尾的绝对 IRI",
    ),
    "build-usage-outputs": ("no output named {name}; there are {all}", "没有名为 {name} 的结果；可选 {all}"),
    "sum-reports": (
        "Reports    {read} read, {refused} refused, {passed} other files passed over",
        "报告    读入 {read} 份，未读 {refused} 份，略过其他文件 {passed} 个",
    ),
    "sum-entities": ("Entities   {parts}", "实体    {parts}"),
    "sum-facts": (
        "Facts      {figures} figures, {relations} relations; "
        "{unresolved} mentions unresolved, {numbers} numbers not taken",
        "事实    数据 {figures} 条，关系 {relations} 条；未解析提法 {unresolved} 处，未采用数字 {numbers} 处",
    ),
    "sum-files": ("Files      {folder}: {files}", "文件    {folder}：{files}"),
    "sum-kept": (
        "Store      {extracted} reports extracted, {kept} unchanged",
        "存储    抽取 {extracted} 份，未变 {kept} 份",
    ),
    "sum-part": (
        "Part       page and workbook show {shown} of {read} reports; --view chooses others",
        "节选    网页和工作簿收录 {read} 份报告中的 {shown} 份，可用 --view 另选",
    ),
    "sum-seconds": ("Time       {seconds:.1f} s", "用时    {seconds:.1f} 秒"),
    "sum-unused": ("{manifest}: no report for {rows}", "{manifest}：没有与 {rows} 对应的报告"),
    "sum-duplicates": (
        "Duplicates {first} = {others} ({percent} % alike; figures counted once)",
        "重复    {first} = {others}（相似 {percent} %，数据只计一次）",
    ),
    "organization": ("{count} organizations", "机构 {count}"),
    "initiative": ("{count} initiatives", "举措 {count}"),
    "document": ("{count} documents", "文件 {count}"),
    "place": ("{count} places", "地点 {count}"),
    "person": ("{count} persons", "人物 {count}"),
    # --- serve
    "serve-help": (
        "Serve the folder DIR of a build over HTTP, read-only: a SPARQL 1.1 endpoint (/sparql), a query console (/), the page "
        "(/page), JSON (/openapi.json), report texts. A rebuild of DIR is taken up without a restart. Ctrl+C ends it.",
        "以 HTTP 只读提供生成结果 DIR：SPARQL 1.1 端点（/sparql）、查询台（/）、网页（/page）、JSON（/openapi.json）、报告原文。"
        "DIR 重新生成后自动换用新图，无需重启。按 Ctrl+C 结束。",
    ),
    "serve-example": ("Example:  kg serve output --port 8000", "示例：  kg serve output --port 8000"),
    "serve-port": ("Port; 0: any that is free.", "端口；0 为任一空闲端口。"),
    "serve-host": (
        "Address to listen on; others than this machine reach it only if you say so.",
        "监听地址；缺省只供本机访问。",
    ),
    "serve-allow-host": (
        "Further name under which the service may be called; may be repeated.",
        "允许用来访问本服务的其他主机名；可多次给出。",
    ),
    "serve-cors": (
        "Origin whose pages may read answers (https://example.org, or * for all); may be repeated.",
        "允许读取结果的网页来源（https://example.org，或 * 表示全部）；可多次给出。",
    ),
    "serve-deadline": ("Seconds after which a query is stopped.", "查询最长运行秒数，超时即终止。"),
    "serve-memory": ("MiB of memory that a query may take beside the graph.", "一次查询除图谱外可用的内存（MiB）。"),
    "serve-rows": ("Rows that an answer may have.", "一次结果最多行数。"),
    "serve-workers": ("Queries that run at once; else two a core.", "同时运行的查询数；缺省每核两个。"),
    "serve-started": ("{address}  {triples} triples; Ctrl+C ends", "{address}  三元组 {triples} 条；按 Ctrl+C 结束"),
    "serve-no-fork": (
        "kg serve needs a system that can fork (Linux, macOS)",
        "kg serve 需要支持 fork 的系统（Linux、macOS）",
    ),
    "serve-extra": ("kg serve needs starlette and uvicorn", "kg serve 需要 starlette 和 uvicorn"),
    # --- ask
    "ask-short": ("Ask a graph in Chinese.", "用中文提问。"),
    "ask-help": (
        "Answer a question in Chinese about a built graph: the question becomes one of the named queries, by the lexicons "
        "that read the reports; no language model. Prints the rows, the sentences that state them and the query. "
        "DIR is output unless given. Exit status 1 where the question is not understood or means several things.",
        "用中文就图谱提问：按抽取所用的同一套词表把问题变成一个命名查询，不用语言模型。输出结果、原文句子和所用查询。"
        "DIR 缺省为 output。没有听懂或有歧义时退出码为 1。",
    ),
    "ask-example": (
        "Example:  kg ask '镇江市政协2023年立案多少件提案?' output",
        "示例：  kg ask '镇江市政协2023年立案多少件提案?' output",
    ),
    "ask-json": ("Print everything as JSON, all sentences included.", "以 JSON 输出全部内容，含所有原文句子。"),
    "ask-understood": ("Understood: {parts}", "理解为：{parts}"),
    "ask-none": ("The graph has none.", "图谱中没有。"),
    "ask-no-figure": ("The graph has no such figure.", "图谱中没有这个数字。"),
    "ask-instead": (
        "It has {count} others of that body or undertaking, the nearest first:",
        "该机构（事项）另有 {count} 个数字，相近的在前：",
    ),
    "ask-evidence": ("In the reports:", "原文："),
    "ask-more": ("  and {count} more; --json gives all", "  另有 {count} 处；--json 给出全部"),
    "ask-query": ("Query: {line}", "查询：{line}"),
    "ask-only": ("Of its rows only those with {slot}: {values}", "只取其中{slot}为 {values} 的行"),
    "ask-ambiguous": ("Which {slot} does {words!r} mean?", "“{words}”指哪个{slot}？"),
    "ask-again": ("Ask again with one of these.", "请用其中之一再问一次。"),
    "ask-nearest": ("The nearest that the graph has:", "图谱中相近的有："),
    "ask-examples": ("What could be asked:", "可以这样问："),
    "ask-refused-empty": ("There is no question in this.", "这里没有问题。"),
    "ask-refused-language": (
        "Questions are understood in Chinese only, sorry; English speakers may use kg query --list.",
        "抱歉，只听得懂中文的问题；也可用 kg query --list 查看命名查询。",
    ),
    "ask-refused-scope": (
        "Reports state facts and figures; {words!r} asks for something else.",
        "图谱只有报告写明的事实和数字，回答不了“{words}”这样的问题。",
    ),
    "ask-refused-place": (
        "No report from {words}, and no body of it, is in the graph.",
        "图谱中没有{words}的报告或机构。",
    ),
    "ask-refused-body": ("{words} is not in the graph.", "图谱中没有{words}。"),
    "ask-refused-report": ("The graph has no report of {words}.", "图谱中没有{words}的报告。"),
    "ask-refused-indicator": ("No indicator is known for {words!r}.", "没有与“{words}”对应的指标。"),
    "ask-refused-words": ("Not understood: {words}", "没有听懂：{words}"),
    "ask-refused-nothing": (
        "The words were understood, but no named query answers such a question.",
        "词都认得，但没有命名查询能回答这样的问题。",
    ),
    "ask-indicator": ("indicator", "指标"),
    "ask-body": ("body", "机构"),
    "ask-subject": ("body", "机构"),
    "ask-object": ("body", "机构"),
    "ask-initiative": ("undertaking", "事项"),
    "ask-document": ("document", "文件"),
    "ask-media": ("medium", "媒体"),
    "ask-file": ("report", "报告"),
    "ask-year": ("year", "年份"),
    "ask-years": ("years", "年份"),
    "ask-period": ("period", "时期"),
    "ask-place-name": ("place", "地点"),
    "ask-value": ("value", "数值"),
    "ask-counted": ("what is counted", "所数之事"),
    "ask-bound": ("bound", "范围"),
    "ask-unit": ("measure word", "量词"),
    "ask-modality": ("modality", "性质"),
    "ask-modifier": ("hedge", "限定"),
    "ask-since": ("wording", "时期原文"),
    "ask-words": ("words of the title", "标题词"),
    "ask-part-of-name": ("part of the name", "名称所含"),
    "ask-names": ("names", "名称"),
    "ask-least": ("at least", "至少"),
    "ask-top": ("the first", "前几"),
    "ask-own": ("whose reports", "报告主体"),
    "ask-numerator": ("numerator", "分子"),
    "ask-denominator": ("denominator", "分母"),
    "ask-initiative-kind": ("kind of undertaking", "事项类别"),
    "ask-document-kind": ("kind of document", "文件类别"),
    "ask-body-kind": ("kind of body", "机构类别"),
    # --- query
    "query-help": (
        "Ask the graph in a build's folder or in a file. QUERY is the name of a shipped query or SPARQL 1.1 "
        "(SELECT, ASK, CONSTRUCT, DESCRIBE).",
        "查询结果文件夹或图谱文件。QUERY 是自带查询的名称，或 SPARQL 1.1（SELECT、ASK、CONSTRUCT、DESCRIBE）。",
    ),
    "query-example": (
        "Example:  kg query output figures-of-body --param body=吉林市政协 --format csv",
        "示例：  kg query output figures-of-body --param body=吉林市政协 --format csv",
    ),
    "query-file": ("File with a SPARQL query.", "SPARQL 查询文件。"),
    "query-format": (
        "How to print the answer; else a table, and Turtle for triples.",
        "输出格式；缺省为表格，三元组则为 Turtle。",
    ),
    "query-json": ("The same as --format json.", "同 --format json。"),
    "query-param": ("Value of a parameter of the query; may be repeated.", "查询参数的值；可多次给出。"),
    "query-list": ("List the shipped queries with their parameters.", "列出自带的查询及其参数。"),
    "query-nothing": (
        "name a query, give SPARQL or --file; --list shows the names",
        "请给出查询名、SPARQL 或 --file；--list 列出名称",
    ),
    "query-two": ("give either QUERY or --file, not both", "QUERY 与 --file 只能给一个"),
    "query-param-form": ("--param wants NAME=VALUE, not {given}", "--param 的形式是 名=值，不是 {given}"),
    "query-rows": ("rows: {count}", "{count} 行"),
    "query-more": (
        "There is more: --param offset={offset} goes on, --param limit= answers all at once.",
        "还有更多：--param offset={offset} 接着看，--param limit= 一次全部列出。",
    ),
    "query-head": ("name\tparameters\ttitle", "名称\t参数\t标题"),
    "query-endpoint": (
        "Ask a SPARQL endpoint instead of a DIR or FILE; QUERY is then the only argument.",
        "改问一个 SPARQL 端点，不给 DIR 或 FILE；此时只有 QUERY 一个参数。",
    ),
    "query-graph": (
        "With --endpoint: the graph to ask; else the server's default.",
        "配合 --endpoint：要问的图；缺省为服务器的默认图。",
    ),
    "query-place": (
        "give either {given} or --endpoint, not both; put a query of several words in quotation marks",
        "{given} 与 --endpoint 只能给一个；查询含空格时请加引号",
    ),
    "query-graph-local": ("--graph needs --endpoint", "--graph 须与 --endpoint 同用"),
    # --- push, and whatever talks to a server
    "push-short": ("Load a graph into a SPARQL server.", "把图谱装入 SPARQL 服务器。"),
    "push-help": (
        "Load a graph into any server that speaks the SPARQL 1.1 Graph Store HTTP Protocol (Oxigraph, Fuseki, GraphDB, RDF4J, "
        "Stardog, Virtuoso and others). What is in the target graph is replaced, or kept with --add.",
        "把图谱装入支持 SPARQL 1.1 Graph Store HTTP Protocol 的服务器（Oxigraph、Fuseki、GraphDB、RDF4J、Stardog、Virtuoso 等）。"
        "目标图中原有内容会被替换；用 --add 则保留。",
    ),
    "push-example": (
        "Example:  kg push output --to http://localhost:7878/store --graph https://example.org/reports",
        "示例：  kg push output --to http://localhost:7878/store --graph https://example.org/reports",
    ),
    "push-to": ("Address of the Graph Store.", "Graph Store 的地址。"),
    "push-graph": ("Graph to load into; else the default graph.", "装入哪个图；缺省为默认图。"),
    "push-add": ("Add to what is there instead of replacing it.", "在原有内容上追加，不替换。"),
    "push-chunk": (
        "Largest request in megabytes, a larger graph goes in several; 0: one request, so that the graph arrives whole or "
        "not at all.",
        "单个请求的上限（MB），更大的图分几次送；0 为一次送完，要么全到，要么不变。",
    ),
    "push-default": ("the default graph", "默认图"),
    "push-progress": ("{count} triples sent", "已送出 {count} 条三元组"),
    "push-done": (
        "{count} triples to {url}, {graph}; requests: {requests}",
        "{count} 条三元组已装入 {url}，{graph}；请求 {requests} 次",
    ),
    "server-timeout": ("How long the server may keep silent.", "服务器无响应的时限（秒）。"),
    "server-user": (
        "Name for the server (or KG_USER); the password comes from KG_PASSWORD, or is asked for.",
        "服务器用户名（或环境变量 KG_USER）；密码取自 KG_PASSWORD，未设则询问。",
    ),
    "server-token": (
        "Bearer token for the server; better KG_TOKEN, which no list of processes shows.",
        "服务器的访问令牌；最好用 KG_TOKEN，不会出现在进程列表里。",
    ),
    "server-password": ("Password of {user}", "{user} 的密码"),
    "server-graph-form": (
        "{given!r} names no graph; give an absolute IRI",
        "{given!r} 不能作为图的名称；请给出绝对 IRI",
    ),
    # --- mcp
    "mcp-short": ("Answer assistants (Model Context Protocol).", "供智能助手调用（Model Context Protocol）。"),
    "mcp-help": (
        "Answer assistants over standard input and output, as the Model Context Protocol says: entities, figures and relations "
        "with citations, comparisons, named queries, bounded SPARQL, passages of the reports. Nothing is changed, nothing goes "
        "over the network; a rebuild is picked up. An assistant starts this command by itself, see docs/how-to/mcp.md.",
        "通过标准输入输出为智能助手提供服务（Model Context Protocol）：带出处的实体、数据和关系，对比，命名查询，受限的 SPARQL，报告原文片段。"
        "只读，不联网；重新构建后自动更新。通常由助手自行启动本命令，见 docs/how-to/mcp.md。",
    ),
    "mcp-example": ("Example:  kg mcp output", "示例：  kg mcp output"),
    "mcp-terminal": (
        "kg mcp: waiting for an assistant on standard input; Ctrl-D ends",
        "kg mcp：正在标准输入上等待助手；按 Ctrl-D 结束",
    ),
    "mcp-extra": ("kg mcp needs the package mcp", "kg mcp 需要 mcp 包"),
    # --- explain
    "explain-help": (
        "Tell why facts are in the graph: rules, grade, sentence, how a short form was resolved; and why a number is no "
        "figure or a name was not resolved. TEXT is the IRI of an entity, a figure or a relation (its last part will "
        "do), a name, a number, or a stretch of a report. Exit status 1 when there is nothing to tell.",
        "说明图谱中的事实从何而来：规则、等级、原句、简称如何还原；以及数字为何未采用、提法为何未解析。TEXT 是实体、数据或关系的 "
        "IRI（只写末段也可）、名称、数字或报告中的一段文字。没有可说明的内容则退出码为 1。",
    ),
    "explain-example": ("Example:  kg explain output 市政协", "示例：  kg explain output 市政协"),
    "explain-json": ("Print the answer as JSON.", "以 JSON 输出。"),
    "explain-nothing": (
        "{asked}: nothing in this graph, nor among the words passed over",
        "{asked}：图谱和未采用的内容中都没有",
    ),
    "explain-rules": ("rules", "规则"),
    "explain-grade": ("grade", "等级"),
    "explain-stated": ("stated in so many words", "原文写明"),
    "explain-resolved": ("a short form resolved", "简称还原"),
    "explain-inherited": ("taken over from a heading or earlier words", "承标题或上文"),
    "explain-inferred": ("inferred", "推断"),
    "explain-resolution": ("resolved by", "还原依据"),
    "explain-organization": ("body", "机构"),
    "explain-initiative": ("undertaking", "举措"),
    "explain-document": ("document", "文件"),
    "explain-person": ("person", "人物"),
    "explain-figure": ("figure", "数据"),
    "explain-relation": ("relation", "关系"),
    "explain-indicator": ("indicator", "指标"),
    "explain-counted": ("counts", "所计"),
    "explain-value": ("value", "值"),
    "explain-high": ("up to", "上限"),
    "explain-unit": ("unit", "单位"),
    "explain-modifier": ("hedge", "修饰"),
    "explain-period": ("period", "时期"),
    "explain-period-text": ("period says", "时期原文"),
    "explain-modality": ("modality", "情态"),
    "explain-subject": ("subject", "主体"),
    "explain-predicate": ("relation", "关系"),
    "explain-object": ("object", "客体"),
    "explain-kind": ("kind", "类别"),
    "explain-place": ("place", "地点"),
    "explain-part-of": ("part of", "隶属"),
    "explain-also": ("also called", "又称"),
    "explain-number": ("number that is no figure", "未采用的数字"),
    "explain-mention": ("name that was not resolved", "未解析的提法"),
    "explain-reason": ("reason", "原因"),
    # --- check
    "check-help": (
        "Check a graph against the SHACL shapes of the ontology; exit status 1 when it breaks any.",
        "按本体的 SHACL 约束检查图谱；不符合则退出码为 1。",
    ),
    "check-example": ("Example:  kg check output", "示例：  kg check output"),
    "check-json": ("Print the findings as JSON.", "以 JSON 输出。"),
    "check-limit": ("How many nodes to name for each kind of finding.", "每类问题最多列出几个节点。"),
    "check-conforms": ("conforms: {nodes} nodes, {shapes} shapes", "符合约束：{nodes} 个节点，{shapes} 个约束"),
    "check-violated": ("violated: {count} of {nodes} nodes", "不符合约束：{nodes} 个节点中有 {count} 处"),
    "check-line": ("{severity} ×{count}  {where}: {what}", "{severity} ×{count}  {where}：{what}"),
    "check-violation": ("violation", "违反"),
    "check-warning": ("warning", "提醒"),
    "check-more": ("… and {count} more", "……另有 {count} 处"),
    # --- export
    "export-help": (
        "Write a graph in another format; the same bytes whenever the graph is the same.",
        "把图谱写成其他格式；图谱相同则字节相同。",
    ),
    "export-example": (
        "Example:  kg export output --format gexf -o reports.gexf",
        "示例：  kg export output --format gexf -o reports.gexf",
    ),
    "export-format": ("Format of the file.", "文件格式。"),
    "export-output": (
        "File to write, - for standard output; for csv a folder.",
        "要写的文件，- 为标准输出；csv 则为文件夹。",
    ),
    "export-folder": ("csv is a pair of files: name a folder with -o", "csv 是一对文件：请用 -o 给出文件夹"),
    # --- review, corrections, annotations
    "review-short": ("Write a sheet of facts to be checked.", "写出待核对的事实表。"),
    "review-help": (
        "Write the facts of a graph in order of doubt, as review.xlsx and review.tsv. Fill in the columns verdict "
        "(confirm, reject, change, rename, merge, split, add) and value, mend the cells of a figure in place with change, "
        "and give the sheet to kg build --corrections.",
        "按存疑程度列出图谱的事实，写成 review.xlsx 和 review.tsv。填好 verdict（confirm 确认、reject 剔除、change 改数据、rename 改名、"
        "merge 合并、split 拆分、add 补充）与 value 两列（change 直接改数据各格），交给 kg build --corrections。",
    ),
    "review-example": (
        "Example:  kg review output && kg build reports/ --corrections output/review.xlsx",
        "示例：  kg review output && kg build reports/ --corrections output/review.xlsx",
    ),
    "review-output": ("Folder for the sheet; else that of the graph.", "表的文件夹；缺省与图谱同处。"),
    "build-corrections": ("Filled-in sheet of kg review (.xlsx, .tsv, .csv).", "填好的核对表（.xlsx、.tsv、.csv）。"),
    "sum-corrections": (
        "Corrected  {applied} rows applied ({rejected} rejections), {stale} no longer apply",
        "更正    采用 {applied} 行（其中剔除 {rejected} 行），不再适用 {stale} 行",
    ),
    "stale-line": (
        "{file}:{line} no longer applies: {verdict} {kind} “{quote}”",
        "{file}:{line} 不再适用：{verdict} {kind}“{quote}”",
    ),
    "annotations-short": ("Write mentions and figures for annotation tools.", "为标注工具写出提法与数据。"),
    "annotations-help": (
        "Write every mention, figure and relation with its offsets: as W3C Web Annotations (JSON-LD) or as tasks with "
        "predictions for Label Studio.",
        "写出每处提法、数据和关系及其位置：W3C Web Annotation（JSON-LD）或 Label Studio 的任务与预标注。",
    ),
    "annotations-example": (
        "Example:  kg annotations output --format label-studio -o tasks.json",
        "示例：  kg annotations output --format label-studio -o tasks.json",
    ),
    "annotations-format": ("Format of the file.", "文件格式。"),
    "annotations-output": ("File to write, - for standard output.", "要写的文件，- 为标准输出。"),
    # --- compare, conflicts, diff
    "compare-short": ("Put figures of an indicator side by side.", "按机构和年份并列指标的数字。"),
    "compare-help": (
        "Put figures side by side, body by year, each with its source, and say where they cannot be compared and why. "
        "INDICATOR is a code or a label (proposals-filed, 提案立案数), several are possible; without any, all that are found "
        "in two bodies or two years. * marks a figure that is no plain one; the change is against the year before.",
        "按机构和年份并列指标的数字，注明出处，并说明哪些不可比、为何不可比。INDICATOR 是指标代码或名称（proposals-filed、提案立案数），"
        "可给几个；不给则列出见于两个机构或两个年份的全部指标。带 * 的数字不宜直接相比；增减是与上一年相比。",
    ),
    "compare-example": (
        "Example:  kg compare 提案立案数 提案征集数 output --body 镇江市政协",
        "示例：  kg compare 提案立案数 提案征集数 output --body 镇江市政协",
    ),
    "compare-format": ("How to write it.", "输出格式。"),
    "compare-body": ("Only this body and its units; may be repeated.", "只看这个机构及其内设机构；可多次给出。"),
    "compare-year": ("Only this year; may be repeated.", "只看这一年；可多次给出。"),
    "compare-output": ("File to write, - for standard output.", "要写的文件，- 为标准输出。"),
    "compare-xlsx": ("a workbook is a file: name it with -o", "工作簿是文件：请用 -o 给出文件名"),
    "compare-no-graph": ("no such folder or file of a graph", "没有这个文件夹或图谱文件"),
    "compare-no-graph-remedy": (
        "the folder of a build comes last: kg compare INDICATOR DIR",
        "最后一个参数是结果文件夹：kg compare 指标 文件夹",
    ),
    "compare-nothing": ("no figures to compare", "没有可并列的数字"),
    "compare-title": ("{label}  unit: {unit}", "{label}（单位：{unit}）"),
    "compare-body-column": ("body", "机构"),
    "compare-no-period": ("no period", "时期未注明"),
    "compare-more": ("… {count} more", "……另 {count} 个"),
    "compare-points": ("{points} points", "{points} 个百分点"),
    "compare-change": ("{amount} against {figure} ({period})", "与 {figure}（{period}）相比 {amount}"),
    "compare-not-comparable": (
        "not comparable with {figure} ({period}): {reasons}",
        "与 {figure}（{period}）不可比：{reasons}",
    ),
    "conflicts-short": ("List figures restated, refined or in conflict.", "列出重复、细化和矛盾的数字。"),
    "conflicts-help": (
        "List figures of one thing that are stated twice: restated alike, refined (200余, later 210余) or in conflict, each "
        "with both sentences. Compared are only figures of one body, indicator, unit, period and scope.",
        "列出对同一事项的两处数字：重复、细化（200余个，后为 210余个）或矛盾，各附两处原句。只比较机构、指标、单位、时期和范围都相同的数字。",
    ),
    "conflicts-example": (
        "Example:  kg conflicts output --kind conflict",
        "示例：  kg conflicts output --kind conflict",
    ),
    "conflicts-format": ("How to print it.", "输出格式。"),
    "conflicts-kind": ("Only this kind; may be repeated.", "只列这一类；可多次给出。"),
    "conflicts-body": ("Only this body and its units.", "只看这个机构及其内设机构。"),
    "conflicts-conflict": ("conflict", "矛盾"),
    "conflicts-refined": ("refined", "细化"),
    "conflicts-restated": ("restated", "重复"),
    "conflicts-within": ("in one report", "同一报告"),
    "conflicts-between": ("in two reports", "两份报告"),
    "conflicts-ground": ("one thing, because {ground}", "同一事项：{ground}"),
    "conflicts-total": (
        "in conflict {conflict}, refined {refined}, restated {restated}",
        "矛盾 {conflict} 处，细化 {refined} 处，重复 {restated} 处",
    ),
    "diff-short": ("Tell what two graphs, or two years, say otherwise.", "说明两个图谱或两个年份有何不同。"),
    "diff-help": (
        "Tell what differs: figures changed (in percent where they can be compared, else why not), added and gone; "
        "undertakings started and no longer named; relations added and gone; each with its sentence. Two graphs, or with "
        "--years two years of one body, in one graph or in two.",
        "说明不同之处：数字的变化（可比则给出百分比，不可比则说明原因）、新增和不再出现；开始的和不再提及的举措；新增和不再出现的关系；各附原句。"
        "比较两个图谱；给出 --years 则比较一个机构的两个年份，可在同一图谱或两个图谱中。",
    ),
    "diff-example": (
        "Example:  kg diff output --body 镇江市政协 --years 2023 2024",
        "示例：  kg diff output --body 镇江市政协 --years 2023 2024",
    ),
    "diff-body": (
        "Only this body and its units; with --years it may be left out where one body alone has reports of both.",
        "只看这个机构及其内设机构；给出 --years 时，若只有一个机构两年都有报告，可以不给。",
    ),
    "diff-years": ("Two years of a body: the earlier one, the later one.", "一个机构的两个年份：先早后晚。"),
    "diff-format": ("How to print it.", "输出格式。"),
    "diff-two": ("name two graphs, or two years with --years", "请给出两个图谱，或用 --years 给出两个年份"),
    "diff-nothing": (
        "nothing differs: {figures} figures, {initiatives} undertakings, {relations} relations are the same",
        "没有不同：数字 {figures} 条、举措 {initiatives} 项、关系 {relations} 条都相同",
    ),
    "diff-figures": (
        "Figures: {changed} changed, {added} added, {gone} gone, {same} the same",
        "数字：变化 {changed} 条，新增 {added} 条，不再出现 {gone} 条，相同 {same} 条",
    ),
    "diff-initiatives": (
        "Undertakings: {started} started, {gone} no longer named, {same} in both",
        "举措：开始 {started} 项，不再提及 {gone} 项，两边都有 {same} 项",
    ),
    "diff-relations": (
        "Relations: {added} added, {gone} gone, {same} in both",
        "关系：新增 {added} 条，不再出现 {gone} 条，两边都有 {same} 条",
    ),
    "diff-unreported": (
        "Undertakings and relations are not compared: no report of {year} by this body is here",
        "未比较举措和关系：没有该机构 {year} 年的报告",
    ),
    "diff-field": ("{name}: {before} → {after}", "{name}：{before} → {after}"),
    "diff-not-comparable": ("not comparable: {reasons}", "不可比：{reasons}"),
    "diff-organization": ("body", "机构"),
    "diff-initiative": ("undertaking", "举措"),
    "diff-period": ("period", "时期"),
    "diff-indicator": ("indicator", "指标"),
    "diff-indicator_text": ("counts", "所计"),
    # --- score
    "score-help": (
        "Measure a graph against annotated reports: precision, recall and F1 of every kind of fact.",
        "以标注为准计算各类事实的精确率、召回率和 F1。",
    ),
    "score-example": (
        "Example:  kg score output --facts annotations/facts --corpus annotations/corpus",
        "示例：  kg score output --facts annotations/facts --corpus annotations/corpus",
    ),
    "score-facts": ("Folder of annotations, one NAME.json for each report.", "标注文件夹，每份报告一个 NAME.json。"),
    "score-corpus": (
        "Folder of the annotated texts; else the folder corpus beside that of the annotations.",
        "被标注文本的文件夹；缺省为标注文件夹旁的 corpus。",
    ),
    "score-list": (
        "Also list what was missed (-) and wrongly found (+) in a row: {rows}.",
        "另列出某一行漏掉的（-）和误认的（+）：{rows}。",
    ),
    "score-by-report": ("One table for each report as well.", "另为每份报告各出一张表。"),
    "score-json": ("Print the figures as JSON.", "以 JSON 输出。"),
    "score-head": ("{title}\tgold\tfound\thit\tP\tR\tF1", "{title}\t标注\t找到\t命中\t精确率\t召回率\tF1"),
    "score-total": ("{count} reports", "{count} 份报告"),
    # --- refusals
    "refused-line": ("{name}: {reason}", "{name}：{reason}"),
    "archive-deep": ("an archive inside an archive inside an archive", "压缩包嵌套过深"),
    "archive-limit": ("unpacks to more than the limits allow", "解压后超过限制"),
    "binary": ("not text", "不是文本"),
    "damaged": ("cannot be read to the end; the file is damaged", "文件已损坏，无法读完"),
    "empty": ("no text in it", "没有文字"),
    "encoding": (
        "in no encoding that is read (UTF-8, UTF-16, GB18030); save it as UTF-8",
        "编码无法识别（可读 UTF-8、UTF-16、GB18030）；请另存为 UTF-8",
    ),
    "encrypted": ("protected by a password; save it without one", "有密码保护；请另存为无密码的文件"),
    "hostile": (
        "holds a document type declaration or entities, which no report needs",
        "含有文档类型声明或实体，报告不需要这些",
    ),
    "internal": ("the extraction failed, which is a fault of this program", "抽取出错，这是本程序的缺陷"),
    "legacy": ("an old office format; open it and save it as .docx", "旧式文档格式；请打开后另存为 .docx"),
    "missing": ("no such file or folder", "没有这个文件或文件夹"),
    "no-reports": ("a folder without a report", "文件夹里没有报告"),
    "outside": ("leads out of the folder or archive that was given", "指向所给文件夹或压缩包之外"),
    "repack": ("an archive of a kind that is not opened; pack it as .zip", "不支持这种压缩格式；请改用 .zip"),
    "scanned": (
        "a PDF of images without text; run character recognition (OCR) on it first",
        "图片 PDF，没有文字；请先做文字识别（OCR）",
    ),
    "slow": ("takes longer than the limit for one report", "超过单份报告的时间限制"),
    "special": ("no regular file", "不是普通文件"),
    "too-large": ("larger than the limit for one file", "超过单个文件的大小限制"),
    "unreadable": ("the system does not let it be read", "系统不允许读取"),
    "unsupported": (
        "not a report format (.txt, .md, .html, .docx, .pdf, .zip)",
        "不是报告格式（.txt、.md、.html、.docx、.pdf、.zip）",
    ),
}
"""Key -> English, Chinese."""
