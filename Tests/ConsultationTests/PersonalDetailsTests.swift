import Evidence
import Testing

@testable import Consultation

@Suite struct PersonalDetailsTests {
    @Test(arguments: [
        ("我手机号13812345678你记一下", "我手机号＊＊＊＊＊＊＊＊＊＊＊你记一下"),
        ("幺三八零零一二三四五六", "＊＊＊＊＊＊＊＊＊＊＊"),
        ("身份证33010219900101123X", "身份证＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("电话0571-8765 4321", "电话＊＊＊＊-＊＊＊＊ ＊＊＊＊"),
        ("尾号4417", "尾号＊＊＊＊"),
        ("送到翠湖花园6号楼502", "送到＊＊花园＊号楼＊＊＊"),
        ("我住文三路一百二十号", "我住＊＊路＊＊＊＊号"),
        ("我叫王小明", "我叫＊＊＊"),
        ("免贵姓周", "免贵姓＊"),
        ("李阿姨您好", "＊阿姨您好"),
    ]) func `what points to a person is masked in place`(text: String, shown: String) {
        #expect(PersonalDetails.masked(text) == shown)
    }

    @Test(arguments: [
        "一共三十四块二", "这个一百二十五块", "两箱水一袋米", "谢谢阿姨", "二十一天到二十四号", "生产日期是十月三号", "我叫外卖", "六折还是七折", "在路上呢",
    ]) func `prices, dates and thanks stay`(text: String) {
        #expect(PersonalDetails.masked(text) == text)
    }

    @Test func `masking twice changes nothing more and keeps the length`() {
        for text in ["尾号4417李阿姨", "", "＊", "13812345678", String(repeating: "1", count: 10_000)] {
            let once = PersonalDetails.masked(text)
            #expect(once.count == text.count)
            #expect(PersonalDetails.masked(once) == once)
        }
    }
}
