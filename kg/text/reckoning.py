"""How a sentence begins that reckons up what has come of something told before: 截至年底, 一年下来, 活动期间, 这样的…."""

from __future__ import annotations

import re

_TIME = (
    r"截[至止][^，。；]{1,14}?|(?:到|至)[^，。；]{0,12}?(?:底|末|月|日|年|目前|如今|春|夏|秋|冬|时)|目前|如今|眼下|至今|迄今|"
    r"(?:[一两二三四五六七八几]|\d)(?:年|个月)多?(?:下来|来|间|里)|这年(?:多)?(?:下来|来|间|里)|[全一]年算下来|算下来"
)
RECKONS = re.compile(
    rf"[“\s]*(?:(?:{_TIME}|[今去当全]年|年内)，?(?:已|共|累计|先后|就|总计|一共)|(?:{_TIME})，|截[至止]|累计|总共|一共|共(?![同建享青和商赢])|已(?:累计|有|先后|经)"
    r"|(?:自)?[^，。；]{0,6}(?:启动|开展|运行|推行|实施|成立|上线|开通|开办|挂牌|开放|投用|落地|设立)以来，?"
    r"|(?:活动|行动|培训|比赛|大赛|评选|宣传[周月日]|服务|监督|整治|试点|期间|其间|现场)[中上里]?(?:期间)?，"
    r"|(?:这样的|这些|这类|此类|类似的))"
)
"""How a sentence begins that reckons up what has come of something: 截至年底, 一年下来, 活动期间, 这样的….."""
ALREADY = re.compile(rf"(?:{_TIME})，?(?:已|共|累计|总计|一共)|先后\d|累计|已经?(?:有|累计|先后)")
RECKONS_YEAR = re.compile(
    r"(?:[今去当]年前\d{1,2}个月|[今去当]年(?![初上下\d]|[^，。；]{0,3}[季月日]|底(?!，))|全年|年内|从[^，。；]{1,10}到[^，。；]{1,10}|先后|首[批期场]|每[周月年天])"
)
"""What reckons up only what has no figure yet: elsewhere 去年 begins another matter."""
