"""Whether a clause goes on with a name by its words: 示范病房由6个增加到15个 tells of “优质护理服务示范工程”."""

from __future__ import annotations

import re

_COMMON_PAIRS = frozenset(
    re.findall(
        "..",
        "改造广场公园道路健康人群新建扩建环境质量全面区域地区群体国家重大综合体系能力专项主题乡村人大代表企业党员全区全县全市全省农村创新制度协商发展品牌城市培训基层委员学习学生宣传工会工作工程干部平台建设"
        "开展提升提质改革政协教育整治文化服务机制检察检查治理法院活动监督社区管理群众职工联系行动计划议事调研重点项目",
    )
)
"""Words that the names of many undertakings share."""


def shares(name: str, words: str) -> bool:
    """Whether two neighbouring characters of a name that are no common word stand in the words of a clause.

    >>> shares("优质护理服务示范工程", "示范病房由6个增加到15个"), shares("春风服务行动", "服务企业12家")
    (True, False)
    """
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return any(pair in words for pair in pairs - _COMMON_PAIRS)
