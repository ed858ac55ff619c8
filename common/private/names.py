"""Names that somebody introduces as one; elsewhere nothing tells a name from other words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.values import PrivateValue

SURNAMES = (
    "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|"
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费"
    "廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林刁钟"
    "徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房丁邓洪包左石崔龚程邢裴陆翁段侯武刘景龙叶黎白蒲温庄晏瞿阎连习艾容向古易廖耿关曾沙游覃辛聂敖冷"
    "涂佟涵谭尚]"
)
"""The surnames most people have: what follows 我叫 is a name only when it begins with one."""
_INTRODUCED = re.compile(
    r"(?:我叫|我名字叫|(?:姓名|名字|真名)(?:是|叫|为|:|,)) ?"
    rf"(?P<value>(?:{SURNAMES})(?!.?字|用名)[一-鿿]{{1,2}})(?=$|[^一-鿿]|的|是|身份|手机|电话|证件)"
)


def find_names(text: str) -> Iterator[PrivateValue]:
    """Every name in a folded text that is said to be one."""
    for match in _INTRODUCED.finditer(text):
        yield PrivateValue("person_name", *match.span("value"), match["value"])
