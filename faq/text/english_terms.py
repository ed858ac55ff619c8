"""The terms of the knowledge base with what English speakers call them, one meaning a line.

They are known by whole words; behind `*` a word may go on («register*», «registered»). In a text the longest is read
first.
"""

TERMS = """
学信网: chsi, xuexin, xuexinwang, my chsi
学信档案: chsi archive, student archive, my archive
账号: account*, profile
注册: sign* up, register*, registration, new account, second account, another account
注册: create* an account, make* an account, open* an account
登录: log* in, login, sign* in, signin, get* in, log* on
登不上: cannot log in, cant log in, can't log in, cannot login, cant login, can't login, can't sign in
登不上: cannot get in, can't get in, locked out
退出登录: log* out, logout, sign* out
找回用户名: forgot my username, username, user name, login name
忘记: forgot*, forget, don't remember, dont remember, cannot remember, can't remember
密码: password*, passcode, pass word, pwd
重置密码: reset* password, reset* my password, recover* my password, recover* password
验证码: sms code, verification sms, text code, captcha, otp
收不到验证码: no sms, no code, code never came, code never comes, code doesn't come, code does not come
收不到验证码: code not arriving, never get the code, don't get the code, sms never comes
收不到验证码: sms does not arrive
手机号: phone number*, phone, mobile number*, mobile phone, mobile, cell phone, cell number, sim card
手机号: sim, telephone
国外手机号: foreign number, foreign phone, overseas number, overseas phone, abroad number
国外手机号: international number, uk number, us number, american number, canadian number, indian number
国外手机号: non chinese number
中国大陆手机号: chinese number, chinese phone, china number, mainland number, mainland phone, chinese sim
中国大陆手机号: china sim, mainland china mobile
没有大陆手机号: no chinese phone, no chinese number, no mainland phone, without a chinese phone
没有大陆手机号: without chinese phone, without chinese number, without mainland phone
没有大陆手机号: dont have chinese phone, don't have a chinese phone, don't have chinese phone
没有大陆手机号: don't have a chinese number, dont have a chinese number
停用: cancelled, canceled, dead, deactivated, no longer in use, no longer use, no longer works
停用: disconnected, stopped working, expired number, suspended
原手机号不用了: old phone, old number, old sim, lost my phone, lost phone, previous number, former number
换手机号: change* my phone, change* phone, change* the phone, change* my number, change* number
换手机号: new phone number, new number, switch* number, put my number, update* my phone
换手机号: update* my number
绑定: bind*, bound, binding, linked, link my, link a, link it, link to, connected
解绑: unbind*, unlink*
微信: wechat, weixin
支付宝: alipay
扫码: scan*, qr code, qr
邮箱: e-mail*, email*, mailbox
密保问题: security question*, secret question*
身份证: id card, identity card, chinese id, national id
证件号码: id number, document number, passport number
护照: passport*
证件类型: id type, document type, type of document
换了护照: new passport, renewed passport, passport was renewed, passport changed, old passport
换了护照: passport expired, different passport, renew* my passport, renew* passport, passport was replaced
换了护照: replaced my passport, passport renewal, passport has expired
国籍: nationality, citizenship, nationality field
国籍显示中国大陆: nationality mainland china, nationality china, nationality shows china, nationality is china
国籍显示中国大陆: nationality says china, nationality is wrong, wrong nationality, nationality shows mainland china
国籍显示中国大陆: nationality chinese, nationality field is wrong, nationality says mainland china
入了外国籍: changed my nationality, changed nationality, change* of nationality, became a citizen, new citizenship
入了外国籍: gave up my chinese nationality, gave up chinese nationality, lost chinese nationality, naturalized
入了外国籍: naturalised, got citizenship, foreign citizenship, foreign citizen now, new nationality
已被注册: already registered, already taken, already used, already exists, taken by another, in use
姓名: name
拼音姓名: pinyin, english name, name in english
改名: changed my name, name change, change* my name, former name, married name
录错: misspel*, spelled wrong, spelt wrong, wrong name, name is wrong, wrong character, typo, mistake
录错: wrong, incorrect
修改: correct*, fix*, chang*, edit*, modif*, updat*, amend*
重新注册: re-registration, reregistration, re-register*, reregister*, register* again, registering again
注销: delete* my account, close* my account, cancel* my account, deregister*
实名核验: real name, identity verification, verify my identity, identity check
人脸识别: face verification, face recognition, face scan, facial recognition, face check, selfie
失败: fail*, rejected, refused, unsuccessful
通不过: not pass, doesn't pass, does not pass, not passing
学籍: student status, student record*, enrolment record, enrollment record, student registration
学历: diploma record*, graduation record*, education record*, education, academic record*, diploma
学历: graduation certificate
学位: degree certificate*, degree*, bachelor*, master*, phd
学位证书: degree certificate
查不到: no record*, cannot find, can't find, cant find, not found, missing, nothing shows, not shown
查不到: not showing, does not appear, doesn't appear, doesn't show, not there, no data, empty
学校: school, university, college, uni, registry
上报: upload*, submitted, reported
谁来改: who fix*, who can fix, who correct*, who changes, who is responsible
查询: look* up, lookup, search*, check*, query, view, see, find
查别人: search him, search her, search them, search someone, search somebody, look him up, look her up
查别人: look someone up, check someone, check somebody, check him, check her, his record, her record
查别人: someone's record, somebody's record, other people's, somebody else's, someone else's
查别人: for someone else
出生日期: birthday, birth date, date of birth
证书编号: certificate number, diploma number
报告: report*, pdf
求职者: candidate*, applicant*, job seeker
公司核实学历: recruiter*, employer*, hr, hiring, background check, company, boss, manager
怎么验证真伪: is real, its real, it's real, is genuine, genuine, authentic, fake, forged, is it true
怎么验证真伪: legit, authenticity
在线验证报告: verification report*, online verification, verification certificate
学籍验证报告: enrolment report, enrollment report, student status report
学历备案表: diploma report, registration form, graduation report
在线验证码: verification code, online verification code, 12-digit code, 16-digit code, report code
在线验证码: code on the report
有效期: valid*, validity, expire*, expir*, expiry
延长: extend*, renew*, prolong*
下载: download*, save, print*
打不开: does not open, doesn't open, won't open, cannot open, can't open
英文版报告: english report, report in english, english version, english copy, english one, in english
英文版报告: translation, translat*, english certificate, english proof, english document, certificate in english
出国报告发送: send my report, send* the report, send* report*, sent to wes, send to wes, wes
出国报告发送: credential evaluation, evaluation agency, immigration, send my degree
成绩单: transcript*, grades, marks, academic transcript
成绩验证: transcript verification, grade verification, verify my transcript, verify my grades
没收到报告: never received the report, not received the report, never received my report
没收到报告: has not received the report
学历认证: certification, credential verification, certified, authenticat*
认证报告: certification report, written certification
退款: refund*, money back
重复付款: paid twice, charged twice, double payment, double charged, paid two times
付款: pay, paid, payment
发票: invoice*, receipt
多少钱: how much, cost*, price, fee, fees, charge*
免费: free, for free, free of charge
要多久: how long, how many days, how many hours, how soon, processing time
加急: urgent*, rush, expedite*, faster
什么时候: when, what date
报名: exam registration, apply for the exam, sign up for the exam, exam sign-up, application period
研究生报名: postgraduate exam, graduate exam, graduate entrance exam, postgraduate entrance exam, kaoyan
研究生报名: yanzhao, exam registration
研招网: yz, admission site, postgraduate admission
准考证: admission ticket, exam ticket, admit card
录取: admission, admitted, offer
专升本: top-up, upgrade from junior college
专科: junior college, associate degree
什么意思: what does, mean, means, meaning, what is
官网: official site, official website, official page, real website, website, url, domain, link, site
假网站: fake site, fake website, phishing, scam*, fraud, not official
客服: customer service, support, hotline, help desk, contact
人工: real person, human, live agent
电话: phone line, call
国际学生: international student*, foreign student*, foreigner*, overseas student*, exchange student*
留学生: mbbs, studied in china, studying in china
港澳台: hong kong, macau, macao, taiwan
国外学历: foreign degree, overseas degree, degree from abroad, foreign diploma
出国: abroad, overseas, canada, toronto, singapore, uk, usa, australia, germany
学生优惠: student discount, apple discount, education discount, student pricing
照片: photo*, picture
图像校对: photo check, image check, picture check, graduation photo, image collection, photo collection
毕业: graduat*, finished
毕业证: graduation certificate, diploma certificate
在读: currently enrolled, still studying, sophomore, freshman, undergraduate, current student
休学: suspend* my studies, leave of absence, suspension
退学: dropped out, drop* out, withdraw*
转学: transfer*
征兵: army, enlist*, conscription, military service
家人: mother, mom, mum, father, dad, parent*, sister, brother, wife, husband, family, friend, relative
用别人的手机号: her number, his number, their number, someone's number, family member's phone
用别人的手机号: mother's phone, mom's phone, friend's phone, friend's number
代办: on behalf, for him, for her, for me
页面: page, screen
错误: error*
提示: says, message
选项: option*
只有手机: only phone, only sms, only option
入口: where do i click, where to click, menu, which button, entrance
材料: what documents, which documents, materials, papers needed, paperwork
需要: need*, require*, must, have to
怎么办: what can i do, what should i do, what to do
怎么: how do i, how can i, how to, how do you, how does, how
在哪: where
为什么: why
能不能: can i, may i, could i, is it possible
一样吗: the same, same as, difference between, different from
学位网: cdgdc
"""
