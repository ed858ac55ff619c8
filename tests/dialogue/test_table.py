"""The table of readers: what a message does in a state, as short tables."""

from __future__ import annotations

import pytest

from dialogue.heard import ConversationState, Heard
from dialogue.table import READERS, read
from faq.guiding.state import GuideState
from faq.text.choice import Option
from tests.real_content import real_guidance

GUIDANCE = real_guidance()

LIST = (Option("sms_not_received", "收不到短信验证码怎么办？"), Option("real_person_fails", "实人验证不通过怎么办？"))
NOTHING = ConversationState()
ANSWERED = ConversationState(topic="reset_password")
LISTED = ConversationState(offered=LIST)
CHOSEN = ConversationState(listed=LIST, topic="sms_not_received")
CHOSEN_WITH_BUTTONS = ConversationState(listed=LIST, offered=(Option("login", "怎么登录"),), topic="face_failed")
FORM = ConversationState(form="ticket_form", asked="ticket_description")


def guided(guide: str, **facts: str) -> ConversationState:
    state, _ = GUIDANCE.engine.begin(GuideState(facts=facts), guide)
    return ConversationState(case=state, topic="reset_password")


LEADS = ConversationState(topic="enrolment_locked_out", leads="forgot_password")
PHONE = guided("forgot_password")
TAKEN = guided("phone_registered", registered_before="mine")
SECOND_HAND = guided("phone_registered", registered_before="other")
MAIL = guided("forgot_password", phone="unusable")
STUCK = guided("forgot_password", phone="usable")
MOVED = guided("change_info", change_what="phone", phone="usable")
ENDED = ConversationState(case=GuideState("reregister", "", {"enrolment": "nothing"}), topic="id", leads="reregister")
NO_CODE = guided("sms_code", trouble="code")
AGREES = guided("reregister", enrolment="nothing")
ENLISTS = ConversationState(case=GuideState("reregister", "", {"enrolment": "nothing"}), topic="id_in_use")

# (state, text, act: intent and details; a lone «-» is a question of its own)
SCANNED = guided("forgot_password", scan="bound")
SHOWN = guided("missing_record", seen="empty")
OLD_GONE = guided("change_info", change_what="phone", phone="unusable", login="in")
FACE = guided("real_person")
SHOWS = guided("missing_record")
FOUND = guided("id_registered", prompt="id_registered")
WEIGHED = guided("reregister")
WRONG = guided("cannot_login", trouble="wrong")
SENT = ConversationState(topic="reset_password", ticket="TABC2345")

TABLE = [
    # nobody is looked up here, whatever is sent for it
    (SENT, "她在学校 你帮我查一下是谁注册的 她身份证我发你", "send_secret kind=look_up"),
    (FOUND, "帮我查查谁拿我的号注册的", "send_secret kind=look_up"),
    (NOTHING, "能帮我看看这个提示吗", "-"),
    # what was asked is told beside «what first»
    (WEIGHED, "上个月刚在研招网报完名，现在先弄啥", "tell_fact facts=enrolment=postgraduate"),
    (MAIL, "那现在先弄啥", "resume kind=first"),
    # thanks that tell how it was solved, with a ticket in hand
    (SENT, "谢谢客服，我翻到旧卡登上了，报名也赶上了，解决了", "ticket_status kind=settle"),
    # a choice with something behind it
    (LISTED, "2吧，顺便问下要收费吗", "choose_option option=real_person_fails behind=要收费吗"),
    (LISTED, "1，谢谢", "choose_option option=sms_not_received"),
    (LISTED, "2次都不行", "-"),
    # the step is done, and something else came up behind it
    (SCANNED, "扫进来了，但是学籍显示没有", "tell_fact facts=seen=empty worked=done next=学籍显示没有"),
    (SCANNED, "扫进来了", "tell_fact facts=worked=done"),
    (SCANNED, "登上去啦，那准考证怎么打印", "tell_fact facts=worked=done"),
    (STUCK, "搞好了 可照片那栏是空的", "tell_fact facts=worked=done next=照片那栏是空的"),
    (MOVED, "换完了，学籍里名字也写错了", "tell_fact facts=where_wrong=record worked=done next=学籍里名字也写错了"),
    (LEADS, "密码设好了，可是学历校验没过", "-"),
    (FOUND, "武装部给我找回来了，可手机号不是我的，怎么换", "-"),
    (FOUND, "查到了，手机号不是我的", "tell_fact facts=found=stranger"),
    # what follows from what is said is not asked
    (PHONE, "那个号是我前夫的，早不联系了", "tell_fact facts=phone=unusable"),
    (MAIL, "邮箱没有，早先用微信扫过码登录", "tell_fact facts=mail=unusable scan=bound"),
    (MAIL, "支付宝登过两回", "tell_fact facts=scan=bound"),
    (SHOWS, "里头写着没有学籍", "tell_fact facts=seen=empty"),
    (WEIGHED, "考研刚交了报名费", "tell_fact facts=enrolment=postgraduate"),
    (WEIGHED, "我啥也没报", "tell_fact facts=enrolment=nothing"),
    # the words of a page that belong to another matter, in the middle of one
    (WRONG, "证件号码已被注册", "tell_fact facts=prompt=id_registered guide=id_registered"),
    (WRONG, "操作过于频繁，请稍后再试", "tell_fact facts=prompt=frequent"),
    # what is to be done now is no new question
    (WRONG, "所以我今天先干嘛", "resume kind=first"),
    (ANSWERED, "那接下来该干什么", "follow_up kind=aspect_first"),
    (NOTHING, "那接下来该干什么", "-"),
    (ANSWERED, "那改完要多久生效", "follow_up kind=aspect_time"),
    # what a page wants says that the step did not work
    (OLD_GONE, "它要我先给旧号发验证码", "tell_fact facts=page_wants=old_code worked=failed"),
    (FACE, "不对，是人工审核给我打回来了", "tell_fact facts=manual_review=rejected"),
    (MAIL, "提示24小时以后再试，怎么办", "tell_fact facts=prompt=limited"),
    # a note taken is no yes, a plan no question
    (SHOWN, "行，知道了", "small_talk kind=understood"),
    (SHOWN, "那我明天去学校问问，谢谢", "will_try kind=plan_go thanks=yes"),
    (ANSWERED, "那我就等着对吧", "will_try kind=plan_wait confirms=那我就等着"),
    (NOTHING, "那我就等着对吧", "-"),
    (SENT, "确认", "small_talk kind=sent"),
    (SHOWN, "算了，谢谢", "cancel"),
    # what cannot be taken back
    (FACE, "那是不是只剩重新注册了", "follow_up kind=weighs"),
    (FACE, "重新注册怎么弄", "-"),
    # safety comes first, also in the middle of something
    (NOTHING, "我密码是〔密码〕帮我登一下", "send_secret kind=password"),
    (MAIL, "验证码〔验证码〕", "send_secret kind=code"),
    (NOTHING, "我身份证〔身份证号〕帮我查下学籍", "send_secret kind=id_number"),
    (NOTHING, "帮忙核一个人 〔身份证号〕 是不是真的本科", "send_secret kind=id_number"),
    (CHOSEN_WITH_BUTTONS, "第一个呢", "choose_option option=sms_not_received"),
    (NOTHING, "〔身份证号〕", "send_secret kind=id_number"),
    (NOTHING, "身份证〔身份证号〕注册说证件号码已被注册，手机〔手机号〕", "-"),
    (ANSWERED, "证件照我发给你可以吗", "send_secret kind=papers"),
    (ANSWERED, "材料直接传给您行不行", "send_secret kind=papers"),
    (ANSWERED, "证件照发给客服安全吗", "-"),
    (LISTED, "我把密码告诉中介了", "send_secret kind=given_person"),
    (PHONE, "在chsl-net.cn登录完就报错", "send_secret kind=given_site"),
    (NOTHING, "密码给骗子了，转人工", "contact_support kind=person"),
    (NOTHING, "帮我查一下我男朋友的学历", "look_up_other kind=record"),
    (NOTHING, "能查查他是不是大学毕业吗", "look_up_other kind=record"),
    (ConversationState(last_act="look_up_other"), "他本人同意了", "look_up_other kind=consent"),
    (NOTHING, "怎么查自己的学历", "-"),
    (ConversationState(last_act="look_up_other"), "有他的证件号码也不行吗", "look_up_other kind=given"),
    (ConversationState(last_act="look_up_other"), "那怎么验真", "look_up_other kind=how"),
    (NOTHING, "新员工的学位真假帮忙查一下", "look_up_other kind=employer"),
    (NOTHING, "我在这发的号码谁能看到", "small_talk kind=privacy_seen"),
    (ConversationState(last_act="privacy"), "能删掉吗", "small_talk kind=privacy_erased"),
    # a person is asked for in many words
    (ANSWERED, "我不想再跟机器人聊了", "contact_support kind=person"),
    (ANSWERED, "客服都跑哪去了", "contact_support kind=person"),
    (ANSWERED, "难道没有活人吗", "contact_support kind=person"),
    (ANSWERED, "接通一下你们主管", "contact_support kind=person"),
    (NOTHING, "is there any real person?", "contact_support kind=person"),
    (ANSWERED, "能帮忙催催我们学校吗", "-"),
    # anger asks nothing
    (ANSWERED, "真是受够了，问半天问不出来", "insult"),
    (ANSWERED, "他没空弄，你帮我看下他的", "look_up_other kind=record"),
    (NOTHING, "what about my ticket", "ticket_status kind=list"),
    (ANSWERED, "武装部电话有吗", "follow_up kind=aspect_phone"),
    (ANSWERED, "能帮我看一眼她的吗", "look_up_other kind=record"),
    # a short question about the matter before it is about that matter, and no yes to what a guide asks
    (ANSWERED, "要钱吗", "follow_up kind=aspect_fee"),
    (PHONE, "要钱吗", "follow_up kind=aspect_fee"),
    (STUCK, "在哪点啊", "follow_up kind=aspect_place"),
    (STUCK, "有电话吗", "follow_up kind=aspect_phone"),
    (STUCK, "怎么弄", "follow_up kind=aspect_how"),
    (PHONE, "怎么弄", "resume kind=reassure"),
    (LEADS, "怎么办", "resume kind=reassure guide=forgot_password"),
    (NOTHING, "要多久", "-"),
    (
        ConversationState(offered=(*LIST, Option("none", "都不是")), topic="a"),
        "收不到短信",
        "choose_option option=sms_not_received",
    ),
    (ANSWERED, "学籍的", "follow_up kind=the_one"),
    (STUCK, "对了，怎么解绑微信", "-"),
    # somebody who does not simply take an answer
    (ANSWERED, "你确定吗", "follow_up kind=doubt"),
    (STUCK, "真的假的", "follow_up kind=doubt"),
    (NOTHING, "你确定吗", "-"),
    # what was told is called wrong: a verdict, and no answer to the step
    (STUCK, "没用，讲的不对", "unhelpful"),
    (PHONE, "你说的根本不对啊", "unhelpful"),
    (FOUND, "答非所问", "unhelpful"),
    (ANSWERED, "这不是我要的答案，没用", "unhelpful"),
    (STUCK, "没用", "tell_fact facts=worked=failed"),
    (STUCK, "讲的不对，我手机早停机了", "tell_fact facts=phone=unusable worked=failed"),
    (NOTHING, "答非所问", "-"),
    (ANSWERED, "可是我家里没有电脑", "follow_up kind=objection word=我家里没有电脑"),
    (NOTHING, "可是我家里没有电脑", "-"),
    (STUCK, "可是我没有收到", "tell_fact facts=worked=failed"),
    (ANSWERED, "我是函授的", "follow_up kind=kind word=函授"),
    (ANSWERED, "那没有呢", "follow_up kind=aspect_other_way"),
    (MAIL, "没有别的办法了吗", "resume kind=other_way"),
    (STUCK, "行，谢谢", "will_try"),
    (STUCK, "谢谢", "-"),
    (LEADS, "行，我先去问问", "will_try"),
    (ANSWERED, "学校还没审", "follow_up kind=objection word=学校还没审"),
    (STUCK, "行了，登进去了", "tell_fact facts=worked=done login=in"),
    (STUCK, "那没有呢", "tell_fact facts=worked=failed"),
    (ANSWERED, "本人去吗，我在外地", "follow_up kind=aspect_self beside=我在外地"),
    (ANSWERED, "那找谁催", "follow_up kind=aspect_whom"),
    (ANSWERED, "我闺女能帮我吗，用她的手机收行不行", "follow_up kind=aspect_helper"),
    (ANSWERED, "会过期吗", "follow_up kind=aspect_valid"),
    # what is told before the question answers the step: the question is answered beside it
    (MAIL, "邮箱没绑过，能不能叫我女儿帮我弄", "tell_fact facts=mail=unusable"),
    (LEADS, "密保忘了，邮箱也没绑，那怎么办", "tell_fact facts=security=unusable mail=unusable guide=forgot_password"),
    (ANSWERED, "家里人能代办吗", "follow_up kind=aspect_self"),
    (STUCK, "成了，那要不要绑微信", "tell_fact facts=worked=done"),
    (STUCK, "点了下一步页面空白", "tell_fact facts=worked=failed trouble=page"),
    # the page says something else: the guide of that begins
    (TAKEN, "是证件号被注册，不是手机号", "tell_fact facts=prompt=id_registered guide=id_registered"),
    (TAKEN, "换了个号，这次提示身份证已被注册", "tell_fact facts=prompt=id_registered guide=id_registered"),
    (TAKEN, "还是说手机号已被注册", "tell_fact facts=prompt=phone_registered"),
    # a person, in every wording, everywhere but inside the form, which is on its way to one
    (NOTHING, "人工", "contact_support kind=person"),
    (MAIL, "人工人工人工人工", "contact_support kind=person"),
    (MAIL, "zgr", "contact_support kind=person"),
    (NOTHING, "zhuan rengong", "contact_support kind=person"),
    (PHONE, "bu zhidao", "tell_fact facts=phone=unknown"),
    (MAIL, "mei bang", "tell_fact facts=mail=unusable"),
    (NOTHING, "给我转客服", "contact_support kind=person"),
    (NOTHING, "你个笨蛋给老子转人工", "contact_support kind=person"),
    (NOTHING, "我要留言", "contact_support kind=person"),
    (NOTHING, "有没有活人啊", "contact_support kind=person"),
    (NOTHING, "能转人工吗", "contact_support kind=person"),
    (NOTHING, "叫你们领导来", "contact_support kind=person"),
    (NOTHING, "我要提交工单", "contact_support kind=ticket"),
    (NOTHING, "旧卡注销三年了，邮箱当时没绑，密码和密保都记不得，麻烦帮我转人工", "contact_support kind=person"),
    (NOTHING, "学校让我找客服，可是客服叫我回学校，这件事到底归谁管呢", "-"),
    (NOTHING, "人工审核要多久", "-"),
    (NOTHING, "客服电话是多少", "-"),
    (FORM, "人工", "-"),
    (NOTHING, "确认提交", "contact_support kind=submit"),
    # steering
    (MAIL, "上一步", "go_back"),
    (MAIL, "退回到上一步吧", "go_back"),
    (MAIL, "重新开始", "restart_guide"),
    (MAIL, "好，继续刚才的", "resume"),
    (MAIL, "明白了。继续吧", "resume"),
    (AGREES, "知道了，继续", "tell_fact facts=agrees=agreed"),
    (AGREES, "不想再注册了，可不可以找个真人帮我弄一下", "contact_support kind=person"),
    (STUCK, "密码改完了，谢谢", "tell_fact facts=made_safe=changed worked=done"),
    (MOVED, "改完了，谢谢", "tell_fact facts=worked=done"),
    (MOVED, "算了不换了，直接注销账号吧", "-"),
    (ANSWERED, "已经登上了，谢谢", "helpful"),
    (ENLISTS, "征兵网用不用这个账号", "-"),
    (NOTHING, "继续", "resume"),
    (ConversationState(draft_waits=True), "继续填", "resume"),
    (MAIL, "算了不弄了", "cancel"),
    (MAIL, "好吧算了", "cancel"),
    (ANSWERED, "那大概多久有人回我", "ticket_status kind=when"),
    (NOTHING, "你们几天能答复", "ticket_status kind=when"),
    (ANSWERED, "要审核多久", "follow_up kind=aspect_time"),
    (NOTHING, "我的聊天记录会保留几天", "small_talk kind=privacy_kept"),
    (ANSWERED, "到几月份才能查到", "follow_up kind=aspect_date"),
    (ANSWERED, "照片会被保存吗", "follow_up kind=aspect_kept"),
    (ANSWERED, "学院老师的电话去哪找", "contact_support kind=school"),
    (NOTHING, "我的工单怎么样了", "ticket_status kind=list"),
    (NOTHING, "工单帮我催一下", "ticket_status kind=urge"),
    (NOTHING, "催一催吧", "ticket_status kind=urge"),
    (NOTHING, "我的工单取消吧", "ticket_status kind=settle"),
    (NOTHING, "补充一下，我的学校是二本", "ticket_status kind=add"),
    # a choice among what is or was offered
    (LISTED, "2", "choose_option option=real_person_fails"),
    (LISTED, "第二个", "choose_option option=real_person_fails"),
    (LISTED, "１", "choose_option option=sms_not_received"),
    (LISTED, "9", "choose_nothing kind=9"),
    (LISTED, "９", "choose_nothing kind=9"),
    (LISTED, "第五个", "choose_nothing kind=5"),
    (CHOSEN, "第一个呢", "choose_option option=sms_not_received"),
    (CHOSEN, "第二个说细点", "choose_option option=real_person_fails kind=more"),
    (CHOSEN, "实人验证", "choose_option option=real_person_fails"),
    (NOTHING, "3", "-"),
    # the answer to what a guide just asked; more than was asked; another thing instead
    (PHONE, "早停机了", "tell_fact facts=phone=unusable"),
    (PHONE, "1", "choose_option option=fact:phone=usable"),
    (MAIL, "没绑过", "tell_fact facts=mail=unusable"),
    (MAIL, "没有，密保也忘了", "tell_fact facts=mail=unusable security=unusable"),
    (MAIL, "等等，手机号其实还能用", "tell_fact facts=phone=usable"),
    (STUCK, "还是不行", "tell_fact facts=worked=failed"),
    (STUCK, "我先去试试", "will_try"),
    (STUCK, "先不弄了，等周末再说", "will_try kind=plan_later"),
    (ENDED, "那怎么办", "resume"),
    (AGREES, "我不想重新注册，可以找个真人帮我们看看吗", "contact_support kind=person"),
    (AGREES, "不想重新注册", "tell_fact facts=agrees=declined"),
    (NO_CODE, "那个号码我早就停了", "tell_fact facts=phone=unusable"),
    (MAIL, "等我女儿回来再弄", "will_try"),
    (AGREES, "先不注册了，等孩子回来再说", "tell_fact facts=agrees=declined"),
    (ANSWERED, "那我改天再去办", "will_try kind=plan_later"),
    (MAIL, "学信网的用户名是什么意思", "-"),
    # a question about the words of the step: it is explained, and what is told besides is taken
    (MAIL, "邮箱是啥东西", "resume kind=plain"),
    (MAIL, "什么叫安全邮箱啊", "resume kind=plain"),
    (MAIL, "没太听懂", "resume kind=plain"),
    (MAIL, "这是什么意思", "resume kind=plain"),
    (MAIL, "啥叫邮箱，我可没弄过，没绑", "tell_fact facts=mail=unusable"),
    (STUCK, "什么意思", "resume kind=plain"),
    (STUCK, "您说的我看不太懂", "resume kind=plain"),
    # follow-ups lean on what was answered
    (ANSWERED, "那邮箱呢", "follow_up kind=and_that"),
    (ANSWERED, "要是没有呢", "follow_up kind=what_if"),
    (ANSWERED, "说细点", "follow_up kind=more"),
    (ANSWERED, "第一步在哪点", "follow_up kind=where"),
    (ANSWERED, "上面说的客服在哪", "follow_up kind=contact"),
    (ANSWERED, "跟那个有什么区别", "follow_up kind=compare"),
    (ANSWERED, "就告诉我能不能", "follow_up kind=yes_no"),
    (ANSWERED, "以后还能查到吗", "follow_up kind=still"),
    (NOTHING, "那邮箱呢", "-"),
    (NOTHING, "要多少钱", "-"),
    # what only sounds like a call for a person, papers or a ticket
    (NOTHING, "我的号让人拿走了", "-"),
    (NOTHING, "想让人再判一次卷子", "-"),
    (NOTHING, "手持证件照发过去安全吗", "-"),
    (NOTHING, "证件照都发过去了咋整", "-"),
    (NOTHING, "兵役登记的问题该问谁", "-"),
    (NOTHING, "网贷天天催收", "-"),
    # after an answer whose matter has a guide, what is told begins it
    (LEADS, "没邮箱", "tell_fact facts=mail=unusable guide=forgot_password"),
    (LEADS, "那怎么办", "resume kind=reassure guide=forgot_password"),
    (LEADS, "邮箱怎么换", "-"),
    (ANSWERED, "没邮箱", "-"),
    # the last clause asks an aspect of the matter before, what stands before it is the circumstance
    (ANSWERED, "我在外地走不开，能让我爸去办吗", "follow_up kind=aspect_self beside=我在外地走不开"),
    (ANSWERED, "好，那要多久", "follow_up kind=aspect_time"),
    (ANSWERED, "登记的表没有了，去哪领", "follow_up kind=aspect_place beside=登记的表没有了"),
    (ANSWERED, "证明书要多少钱", "follow_up kind=aspect_fee thing=证明书"),
    (ANSWERED, "解了会影响学历吗", "follow_up kind=aspect_effect"),
    (ANSWERED, "邮箱怎么换，要多久", "-"),
    (PHONE, "能不能快点", "resume kind=hurry"),
    (PHONE, "能加急吗", "follow_up kind=aspect_fast"),
    # in a guide: known already, told ahead, unwilling, another way
    (MAIL, "手机不用了", "resume kind=known"),
    (PHONE, "考研", "tell_fact facts=enrolment=postgraduate"),
    (PHONE, "不想说", "tell_fact facts=phone=unknown kind=declines"),
    (PHONE, "还有别的办法吗", "resume kind=other_way"),
    (STUCK, "还有别的办法吗", "tell_fact facts=worked=failed"),
    (STUCK, "垃圾短信我都翻遍了，还有没有别的找回方式", "tell_fact facts=blocked=tried worked=failed"),
    (STUCK, "好的", "will_try"),
    (STUCK, "那我先做什么", "resume kind=first"),
    (ANSWERED, "第一步该做什么", "follow_up kind=aspect_first"),
    (MAIL, "好的", "resume kind=nod"),
    (STUCK, "还是登不上", "tell_fact facts=worked=failed login=out"),
    (MAIL, "邮箱早就进不去了。对了，问一下验证报告有效期多久啊，公司要新的", "tell_fact facts=mail=unusable"),
    (STUCK, "试了，垃圾箱里也没", "tell_fact facts=blocked=tried worked=failed"),
    (ANSWERED, "绑的就是新号，不用改。没别的事了谢谢", "helpful"),
    # numbers that come alone
    (NOTHING, "1380013800", "send_secret kind=phone_one_short"),
    (NOTHING, "138001380001", "send_secret kind=phone_one_long"),
    # English
    (MAIL, "talk to a human please", "contact_support kind=person"),
    (MAIL, "go back", "go_back"),
    # small talk, for whole messages only
    (NOTHING, "你是真人吗", "ask_identity"),
    (NOTHING, "😀😀", "small_talk kind=understood"),
    (NOTHING, "哈哈哈", "small_talk kind=laugh"),
    (PHONE, "食堂的饭真难吃哈哈", "small_talk kind=chat_food"),
    (ANSWERED, "你会唱歌不", "small_talk kind=chat_fun"),
    (ANSWERED, "再说一遍", "follow_up kind=again"),
    (ANSWERED, "第一步先找谁 带什么", "follow_up kind=aspect_first"),
    (PHONE, "先去学校还是先去派出所", "follow_up kind=aspect_first"),
    (
        guided("phone_registered", registered_before="other"),
        "我得呢个号，冇第二个",
        "tell_fact facts=other_phone=hasnt",
    ),
    (ANSWERED, "那我先去试试", "will_try"),
    (ANSWERED, "知道了谢谢", "small_talk kind=understood"),
    (ANSWERED, "ok thx", "small_talk kind=understood"),
    (ANSWERED, "great, thanks", "small_talk kind=understood"),
    (NOTHING, "？？", "-"),
    (NOTHING, "忘记密码怎么办", "-"),
    (NOTHING, "", "-"),
]


@pytest.mark.parametrize(("state", "text", "act"), TABLE, ids=[f"{row[1]}-{index}" for index, row in enumerate(TABLE)])
def test_table(state: ConversationState, text: str, act: str) -> None:
    found = read(Heard(text), state, GUIDANCE)
    assert ("-" if found is None else " ".join([found.intent, *(f"{k}={v}" for k, v in found.detail.items())])) == act


def test_a_tap_is_a_choice_whatever_the_text() -> None:
    act = read(Heard("人工", option="fact:phone=usable"), PHONE, GUIDANCE)
    assert act is not None
    assert (act.intent, dict(act.detail)) == ("choose_option", {"option": "fact:phone=usable"})


def test_after_the_end_of_a_guide_a_fact_can_be_put_right() -> None:
    state, _ = GUIDANCE.engine.begin(GuideState(facts={"prompt": "phone_registered"}), "phone_registered")
    for facts in ({"registered_before": "other"}, {"other_phone": "hasnt"}):
        state, reply = GUIDANCE.engine.tell(state, facts)
    assert reply.ended == "outside"
    act = read(Heard("不对，我还有一个手机号"), ConversationState(case=state), GUIDANCE)
    assert act is not None
    assert (act.intent, dict(act.detail)) == ("tell_fact", {"facts": "other_phone=has"})


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize(
    "text", ["要是" * 4000, "人工" * 4000, "第一个" * 3000, "工单催" * 2000, "？" * 9000, "帮我查" * 3000]
)
def test_no_reader_can_be_kept_busy(reader, text: str) -> None:
    for state in (NOTHING, LISTED, PHONE, ANSWERED):
        reader(Heard(text), state, GUIDANCE)  # the time limit of the suite is the assertion


def test_readers_never_break() -> None:
    for text in ("", " ", "\n", "/", "〔手机号〕", "a", "=", "0" * 50, "第个", "第零个", "十一", "第十九个"):
        for state in (NOTHING, LISTED, CHOSEN, PHONE, MAIL, FORM):
            read(Heard(text), state, GUIDANCE)
