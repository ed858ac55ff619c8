"""What a page's prompt says, whichever of the usual words it says it in.

«该手机号已注册» and «手机号码已被注册» are one prompt, and so are «比对失败» and «比对不通过»: sites reword their
prompts more often than staff can write them down. Only words that mean the same on a page are folded; who or what the
prompt is about stays, and so does every «不» and «未».
"""

from __future__ import annotations

import re
from functools import lru_cache

_FOLDS = (
    # What it is about.
    (r"(?:居民)?身份证件?号码?|公民身份号码|证件号码|身份号码", "证件号"),
    (r"(?:手机|电话)号码", "手机号"),
    (r"用户名|登录名|账户|帐号", "账号"),
    (r"图形验证码|图像验证码", "图片验证码"),
    (r"摄像头|照相机", "相机"),
    (r"图像(?!采集|校对|信息|验证码)|相片", "照片"),
    (r"(?:学校|院校)(?:全称|名字)|院校名称", "学校名称"),
    (r"(?:人脸|人像|面部|刷脸|实人)(?:识别|比对|验证|核验|认证|检测)|活体检测", "人脸验证"),
    (r"实名(?:认证|核验|验证|校验)|身份(?:认证|核验|验证|校验)", "实名核验"),
    (r"(?:请求|访问|提交|点击)(?=过于|太|频繁)", "操作"),
    (r"[今当](?:天|日)", "今日"),
    (r"(?<=[核验证对])结果", ""),
    # What is wrong with it.
    (r"姓名(?:和|与|及|、)?证件号(?=不)", "姓名与证件号"),
    (r"不一致|不匹配|不相符|不符合|对不上", "不符"),
    (r"(?:输入|填写)?(?:有误|错误|不正确|不对|有错)", "误"),
    (r"已经?被?(?:他人)?注册过?", "已注册"),
    (r"已经?被?(?:注销)", "已注销"),
    (r"已经?被?(?:临时|暂时)?(?:锁定|冻结)", "已锁定"),
    (r"已经?过期|已经?失效|已过有效期|超过有效期", "已过期"),
    (r"(?:未能?|没有?|不|未能?够)通过|失败|没过", "未过"),
    (r"(?:次数)?已?经?(?:达到?|超过?)(?:了|今日)?(?:最大)?(?:上限|限制|次数)|(?:次数)?已?经?(?:用完|用尽)", "用完"),
    (r"(?:未能?|没有?|无法|没能)(?:查询|查找|检索|找|搜索|查)到|查询不到|查不到|找不到|暂无|查无", "查无"),
    (r"(?:未能?|没有?|无法|没能)(?:检测|识别|采集)到|(?:检测|识别)不到", "未检测到"),
    (r"(?:未能?|没有?)(?:获得|获取|取得|开启|打开|授予|授权)到?", "未获得"),
    (r"过于频繁|太频繁|过频", "频繁"),
    (r"包含|含有|带有", "含"),
    (r"两次(?:输入|填写)?", "两次"),
    # One of two is wrong, and the page does not say which.
    (r"(姓名|证件号)(?:或者?|及|和|与|、|/)(?!\1)(姓名|证件号)(?:误|不符|不存在)", "姓名与证件号不符"),
    # What is said to be polite.
    (r"请?(?:您|你)?(?:稍后|稍候|过后|待会)(?:再试|重试|再来)?", ""),
    (r"请?(?:核对|检查|确认|核实)后?(?:重新输入|再试|重试|重新填写)?$", ""),
    (r"(?:您|你)(?:所)?(?:输入|填写)的?|[您你]的?|对不起|抱歉|很|^[该此]", ""),
    (r"[该此](?=手机|证件|账号|用户|微信|支付宝|报告|验证码)|的|了|请", ""),
)
_PATTERNS = tuple((re.compile(pattern), words) for pattern, words in _FOLDS)


@lru_cache(maxsize=4096)
def folded(key: str) -> str:
    """A matching key with words that mean the same on a page made one."""
    for pattern, words in _PATTERNS:
        key = pattern.sub(words, key)
    return key
