"""Whether a clause goes on with a name by its words: 示范病房由6个增加到15个 tells of “优质护理服务示范工程”."""

from __future__ import annotations

import re

_COMMON_PAIRS = frozenset(
    (
        "专项",
        "主题",
        "乡村",
        "人大",
        "人群",
        "代表",
        "企业",
        "体系",
        "健康",
        "党员",
        "全区",
        "全县",
        "全市",
        "全省",
        "全面",
        "公园",
        "农村",
        "创新",
        "制度",
        "区域",
        "协商",
        "发展",
        "品牌",
        "国家",
        "地区",
        "城市",
        "培训",
        "基层",
        "委员",
        "学习",
        "学生",
        "宣传",
        "工会",
        "工作",
        "工程",
        "干部",
        "平台",
        "广场",
        "建设",
        "开展",
        "扩建",
        "提升",
        "提质",
        "改造",
        "改革",
        "政协",
        "教育",
        "整治",
        "文化",
        "新建",
        "服务",
        "机制",
        "检察",
        "检查",
        "治理",
        "法院",
        "活动",
        "环境",
        "监督",
        "社区",
        "管理",
        "综合",
        "群众",
        "群体",
        "职工",
        "联系",
        "能力",
        "行动",
        "计划",
        "议事",
        "调研",
        "质量",
        "道路",
        "重大",
        "重点",
        "项目",
    )
)
"""Words that the names of many undertakings share."""


_PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")


def shares(name: str, words: str) -> bool:
    """Whether two neighbouring characters of a name that are no common word stand in the words of a clause.

    >>> shares("优质护理服务示范工程", "示范病房由6个增加到15个"), shares("春风服务行动", "服务企业12家")
    (True, False)
    """
    return any(pair in words for pair in set(_PAIR.findall(name)) - _COMMON_PAIRS)
