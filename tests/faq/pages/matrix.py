"""Pages that say what is the matter, and a few words that name none: whatever is typed, the page decides."""

from __future__ import annotations

PAGES = (
    ("reregister_pending", ("学信网", "重新注册", "您的重新注册申请正在等待客服审核")),
    ("yz_confirm", ("yz.chsi.com.cn", "网上确认", ("审核状态", "!未通过"), ("审核意见", "!身份证照片看不清"))),
    ("real_person_fails", ("返回学信网App", "实人验证", "!人脸与证件照片比对不一致")),
    ("sms_limited", ("学信网", "找回密码", "!短信已达上限，请20小时后再试")),
    ("id_registered", ("学信网", "注册", "!该证件号码已被注册")),
    ("phone_registered", ("学信网", "注册", "!该手机号已注册过学信网账号")),
    ("id_format", ("学信网", "注册", "!身份证号码格式错误")),
    ("name_format", ("学信网", "注册", "!姓名含有非法字符")),
    ("login_wrong_password", ("学信网", "登录", "!账号或密码不正确")),
    ("account_locked", ("学信网", "登录", "!登录失败次数过多，账号已被锁定")),
    ("site_down", ("yz.chsi.com.cn", "中国研究生招生信息网", "504 Gateway Time-out")),
    ("site_maintenance", ("gfbzb.gov.cn", "全国征兵网", "系统升级维护，预计明日6:00恢复访问")),
    ("record_missing", ("my.chsi.com.cn", "高等教育信息", "暂无学籍信息")),
    ("yz_check_failed", ("yz.chsi.com.cn", "网上报名", "!学历（学籍）校验未通过")),
    ("report_extend", ("www.chsi.com.cn", "在线验证", "!该报告已过有效期")),
    ("bind_limit", ("学信网", "账号管理", "!该支付宝已绑定其他账号")),
    ("camera_permission", ("返回学信网App", "实人验证", "未获得相机权限")),
    ("verify_school_name", ("学信网", "身份核验", "!学校名称有误，今天还可以试2次")),
    ("image_code_missing", ("学信网", "图像采集码", "暂未生成采集码")),
    ("manual_review", ("返回学信网App", "人工审核", "审核中，请等待结果")),
)
"""The entry that each page means, and its rows as `tests.faq.pages.seen.page` takes them; all of our own making."""

PHRASES = ("这事大不大", "得拖到啥时候", "归哪个管", "咋填啊", "点不动", "急用", "还来得及不", "我没弄错呀")
