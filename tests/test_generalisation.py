"""What holds of a report holds of one like it: swap names and figures and the facts swap, reflow it and they stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from kg.extract import extract
from kg.model import Extraction, Key, Report
from kg.rules.load import load_rules
from tests.variation import DEMO, Annotated, load, narrow, refigure, rename, space_out, swap_names, unwrap, widen, wrap

# Each report told of another place of the same make-up, and with other brands; districts stay in their city.
OTHER = {
    "dezhou_court_2021": {
        "山东": "河北", "德州": "衡水", "平原县": "故城县", "王打卦": "建国", "禹城": "深州", "宁津": "饶阳", "鲁北": "冀中",
        "健身器材": "丝网织造", "大众日报": "河北日报", "一次办好": "一站办结", "法官+网格员": "法官+村书记",
    },
    "haibowan_cppcc_2019": {
        "乌海": "包头", "海勃湾": "石拐", "千里山": "五当召", "新丰": "青山", "鄂托克旗": "达拉特旗", "阿拉善左旗": "四子王旗",
        "爱心超市": "爱心驿家超市", "百名委员帮百户": "千名委员进千家", "绿源": "禾丰",
    },
    "heilongjiang_cppcc_2022": {
        "黑龙江": "辽宁", "绥化": "铁岭", "佳木斯": "抚顺", "牡丹江": "本溪", "铁力": "凤城", "甘南": "昌图", "兴十四": "老城",
        "东北农业大学": "沈阳农业大学", "林都板凳会": "枫城圆桌会", "龙商": "辽商", "茶余话": "灯下叙", "云上议事厅": "掌上议事厅",
        "协商在基层": "议事在身边", "一报告三清单": "一专报两台账",
    },
    "puqi_cppcc_1984": {"湖北": "江西", "咸宁": "宜春", "蒲圻": "清江", "赤壁": "樟树", "智囊团": "参谋部"},
    "wanzhou_cppcc_2023": {
        "万州": "涪陵", "高笋塘": "荔枝", "武陵": "百胜", "达州": "广安", "达川": "前锋", "开江": "武胜", "万开云": "涪丰石",
        "万商量": "枳好商", "坝坝茶": "榨菜香", "柑橘树下": "榕树底下", "同心助学": "爱心筑学", "银龄守护": "夕阳守望",
        "港口物流": "园区招商", "平湖": "江城", "委员值日": "委员值守",
    },
    "xianyang_league_2023": {
        "陕西": "河北", "咸阳": "邯郸", "旬邑": "大名", "长武": "广平", "淳化": "馆陶", "彬州": "武安", "北极": "阳邑",
        "渭城": "邯山", "秦都": "复兴", "渭河": "滏河", "烛光": "春雨", "一本书": "一盏灯",
        "健康直通车": "爱心直通车",
    },
    "fengxiang_government_2024": {
        "陕西": "甘肃", "宝鸡": "白银", "凤翔": "平川", "西北大学": "兰州大学", "西京医院": "南岭医院", "柳林": "水泉",
        "西凤酒城": "黄河石林", "亩均论英雄": "质效排座次", "千户万亩": "百村千园", "吹哨报到": "接诉即办",
        "和美": "秀美",
    },
    "jiujiang_women_2023": {
        "江西": "安徽", "九江": "安庆", "修水": "岳西", "武宁": "望江", "湖口": "怀宁", "浔家家": "宜嫂嫂",
        "庐山": "天柱",
        "石钟": "黄梅", "巾帼创业贷": "半边天小贷", "护蕾": "春芽", "妇女微家": "木兰微家",
    },
    "siming_cppcc_2024": {
        "福建": "辽宁", "厦门": "沈阳", "思明": "沈河", "集美": "皇姑", "同安": "大东", "镇海": "翰林",
        "沙坡尾": "五里河",
        "河湖共护": "碧水同行", "数字政协": "掌上履职", "云课堂": "微学堂", "企业行": "助企行",
    },
    "tianshui_procuratorate_2022": {
        "甘肃": "山西", "天水": "晋中", "秦州": "榆次", "麦积": "太谷", "渭河": "汾河", "检护企安": "检企同行",
        "石窟文物": "古堡民居", "检察护民生": "检爱进万家", "件件有回复": "七日必答复",
    },
    "xuchang_congress_2024": {
        "河南": "湖北", "许昌": "荆门", "禹州": "钟祥", "长葛": "京山", "码上提": "随手荐",
        "护航营商环境": "优化发展生态",
        "代表进站日": "代表会客日",
    },
    "yantai_college_union_2022": {
        "烟台": "威海", "海洋职业": "航运职业", "海阳": "荣成", "莱阳": "乳山", "留格庄": "俚岛", "毓璜顶": "古陌岭",
        "来福士": "远洋船舶", "海工装备": "船舶动力", "心灵驿站": "静心驿站", "周末课堂": "周六课堂", "千名教工进渔村": "百名教师下海岛",
    },
    "yuanling_government_1996": {
        "湖南": "湖北", "怀化": "孝感", "沅陵": "大悟", "五强溪": "界牌岭", "湘维": "鄂纺", "凉水井": "四姑", "官庄": "芳畈",
        "百名干部驻百村": "千名干部包千户", "库区": "山区",
    },
    "zhenjiang_cppcc_2023": {
        "江苏": "江西", "镇江": "宜春", "扬州": "上饶", "常州": "抚州", "丹徒": "袁州", "丹阳": "高安", "珥陵": "荷岭",
        "扶城": "新塘", "有事好商量": "遇事多商议", "渔乡夜话": "茶山夜谈", "委员助困圆梦": "委员爱心助学",
        "提案质量提升年": "提案质效攻坚年", "大运河": "古驿道",
    },
    "zhenjiang_cppcc_2024": {
        "江苏": "江西", "镇江": "宜春", "句容": "樟树", "长江": "赣江", "港城茶叙": "药都夜谈",
        "有事好商量": "遇事多商议",
        "委员助困圆梦": "委员爱心助学", "协商惠企": "议政强企", "委员讲堂": "同心讲堂", "特色工作室": "示范工作室",
        "新华日报": "江西日报",
    },
    "zhongwei_government_2022": {
        "中卫": "固原", "沙坡头": "原州", "海原": "西吉", "中宁": "彭阳", "香山": "月山", "天元": "地元", "宁钢": "固钢",
        "西安镇": "新营镇", "南苑": "北苑", "零增地": "零占地", "强基": "固本", "爱心助餐": "暖心助餐", "卫您": "固您",
        "亮剑护航": "清风护航", "云天": "云海", "一枚印章": "一个公章", "枸杞": "月季",
    },
    "zhuzhou_union_2023": {
        "湖南": "湖北", "株洲": "襄阳", "芦淞": "樊城", "服饰": "建材", "高铁转向架": "动车齿轮箱", "送清凉": "送凉爽",
        "匠心": "工匠", "金秋助学": "圆梦助学", "职工驿站": "工友驿站", "县级工会加强年": "基层工会提升年",
    },
}  # fmt: skip
NAMES = sorted(OTHER)
LAYOUTS: dict[str, Callable[[str], str]] = {
    "unwrap": unwrap,
    "narrow": narrow,
    "widen": widen,
    "wrap": wrap,
    "space out": space_out,
}


@cache
def read(text: str) -> Extraction:
    return extract(Report(text, ("report.txt",)), load_rules())


def fold(words: str) -> str:
    """Words without what a layout changes."""
    return "".join(narrow(words).split())


def stem(key: Key | None) -> str:
    return fold(key.stem) if key else ""


def figures(extraction: Extraction, names: dict[str, str]) -> Counter[tuple[str, ...]]:
    """Each figure by all that it says but its place in the text."""
    return Counter(
        (
            str(figure.value), figure.unit, figure.modifier, figure.modality, figure.indicator, figure.period,
            swap_names(stem(figure.organization), names), swap_names(stem(figure.initiative), names),
        )
        for figure in extraction.figures
    )  # fmt: skip


def entities(extraction: Extraction, names: dict[str, str]) -> Counter[tuple[str, ...]]:
    """Each named thing by class, kind and stem."""
    return Counter(
        (entity.key.kind, entity.category, swap_names(stem(entity.key), names))
        for entity in extraction.entities
        if entity.key.kind != "place"
    )


def relations(extraction: Extraction, names: dict[str, str]) -> Counter[tuple[str, ...]]:
    return Counter(
        (swap_names(stem(relation.subject), names), relation.predicate, swap_names(stem(relation.object), names))
        for relation in extraction.relations
    )


def alike(first: Counter[tuple[str, ...]], second: Counter[tuple[str, ...]]) -> tuple[float, list[object]]:
    """The share of facts that both have (F1), and those that one of them lacks."""
    common = sum((first & second).values())
    apart: list[object] = [("lost", *fact) for fact in first - second] + [("new", *fact) for fact in second - first]
    return 2 * common / max(1, sum(first.values()) + sum(second.values())), apart


def test_every_demo_report_has_a_variation() -> None:
    assert sorted(path.stem for path in (DEMO / "reports").glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_varied_annotation_is_correct(name: str) -> None:
    report = load(name)
    for varied in (rename(report, OTHER[name]), refigure(report), refigure(rename(report, OTHER[name]))):
        assert varied.text != report.text
        assert all(surface in varied.text for body in varied.facts["organizations"] for surface in body["surface"])
        assert all(relation["quote"] in varied.text for relation in varied.facts["relations"])
        for metric in varied.facts["metrics"]:
            assert metric["quote"] in varied.text, metric
            assert metric["number"] in metric["quote"], metric
    assert not any(old in rename(report, OTHER[name]).text for old in OTHER[name])


@pytest.mark.parametrize("name", NAMES)
def test_facts_swap_with_the_names(name: str) -> None:
    report, names = load(name), OTHER[name]
    before, after = read(report.text), read(rename(report, names).text)
    for facts in (figures, entities, relations):
        share, apart = alike(facts(before, names), facts(after, {}))
        assert share >= 0.97, (facts.__name__, apart)


@pytest.mark.parametrize("name", NAMES)
def test_values_swap_with_the_figures_and_nothing_else_changes(name: str) -> None:
    report = load(name)
    varied = refigure(report)
    before, after = read(report.text), read(varied.text)
    assert entities(before, {}) == entities(after, {})
    assert relations(before, {}) == relations(after, {})
    assert [figure.evidence for figure in before.figures] == [figure.evidence for figure in after.figures]
    for old, new in zip(before.figures, after.figures, strict=True):
        assert (old.indicator, old.period, old.modality, old.modifier, old.unit) == (
            new.indicator, new.period, new.modality, new.modifier, new.unit,
        )  # fmt: skip
    expected = Counter(float(metric["value"]) for metric in varied.facts["metrics"] if not metric["optional"])
    found = Counter(float(figure.value) for figure in after.figures)
    annotated_before = Counter(float(m["value"]) for m in report.facts["metrics"] if not m["optional"])
    missed_before = annotated_before - Counter(float(figure.value) for figure in before.figures)
    assert sum((expected - found).values()) <= sum(missed_before.values())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_facts_stay_when_the_text_is_reflowed(name: str, layout: str) -> None:
    report = load(name)
    before, after = read(report.text), read(LAYOUTS[layout](report.text))
    for facts in (figures, entities, relations):
        share, apart = alike(facts(before, {}), facts(after, {}))
        assert share >= 0.95, (facts.__name__, apart)


def test_an_unrelated_sentence_leaves_the_facts_alone() -> None:
    for name in NAMES:
        text = load(name).text
        before = read(text)
        after = read(text + "\n春风拂过河岸，草木一天天绿了起来。\n")
        assert figures(before, {}) == figures(after, {}), name
        assert relations(before, {}) == relations(after, {}), name


def test_swapping_is_simultaneous() -> None:
    report = Annotated("甲市与乙市", {"organizations": [{"id": "o1", "name": "甲市"}]})
    swapped = rename(report, {"甲": "乙", "乙": "甲"})
    assert swapped.text == "乙市与甲市"
    assert swapped.facts["organizations"] == [{"id": "o1", "name": "乙市"}]
