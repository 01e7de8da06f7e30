public import Evidence

/// Masks what points to a person: telephone and identity numbers, the digits after 尾号, house and room numbers, names
/// of streets and estates, names after 我叫 or 收货人, surnames after 姓 or before 先生.
///
/// A masked character becomes `＊`, so that places and times stay as they were.
public enum PersonalDetails {
    static let mask: Character = "＊"

    public static func masked(_ transcript: Transcript) -> Transcript {
        var shown = transcript
        for index in shown.segments.indices {
            shown.segments[index].text = masked(shown.segments[index].text)
        }
        return shown
    }

    public static func masked(_ text: String) -> String {
        var characters = Array(text)
        maskNumbers(&characters)
        maskAddresses(&characters)
        maskNames(&characters)
        return String(characters)
    }

    // MARK: Numbers

    private static let digits = Set<Character>("0123456789０１２３４５６７８９零〇幺一二三四五六七八九")
    private static let separators = Set<Character>(" -－—　")
    /// As many digits in a row are no price and no count: telephone numbers have 7, 8 or 11, identity numbers 18.
    private static let leastDigits = 7
    private static let tails = ["尾号", "后四位", "末四位", "后四位是", "尾数", "后面四位", "验证码", "密码"].map { Array($0) }

    private static func maskNumbers(_ characters: inout [Character]) {
        var at = 0
        while at < characters.count {
            guard digits.contains(characters[at]) else {
                at += 1
                continue
            }
            let (end, places) = run(from: at, characters)
            if places.count >= leastDigits || isTail(before: at, characters) && places.count >= 3 {
                for place in places { characters[place] = mask }
                // The check digit of an identity number.
                if places.count == 17, end < characters.count, "xXｘＸ".contains(characters[end]) {
                    characters[end] = mask
                }
            }
            at = end
        }
    }

    /// Digits from a place on, single separators between them allowed.
    private static func run(from start: Int, _ characters: [Character]) -> (end: Int, places: [Int]) {
        var places = [start]
        var at = start + 1
        while at < characters.count {
            if digits.contains(characters[at]) {
                places.append(at)
                at += 1
            } else if separators.contains(characters[at]), at + 1 < characters.count,
                digits.contains(characters[at + 1])
            {
                at += 1
            } else {
                break
            }
        }
        return (at, places)
    }

    private static func isTail(before at: Int, _ characters: [Character]) -> Bool {
        tails.contains { word in
            (0...2).contains { gap in
                let start = at - gap - word.count
                return start >= 0 && Array(characters[start..<start + word.count]) == word
            }
        }
    }

    // MARK: Addresses

    private static let houseUnits = ["号楼", "单元", "号院", "栋", "幢", "室", "弄"].map { Array($0) }
    private static let places = [
        "小区", "花园", "公寓", "新村", "家园", "华庭", "名苑", "雅苑", "大厦", "广场", "路", "街", "巷", "苑", "胡同",
    ].map { Array($0) }
    private static let livesAt = ["住在", "住到", "家住", "我住", "送到", "地址是", "地址"].map { Array($0) }
    private static let numerals = digits.union("十百")
    private static let longestPlace = 6

    private static func maskAddresses(_ characters: inout [Character]) {
        for at in characters.indices {
            if let unit = houseUnits.first(where: { reads($0, at, characters) }) {
                maskNumerals(endingAt: at, &characters)
                maskNumerals(from: at + unit.count, least: 3, &characters)
            }
            if let road = places.first(where: { reads($0, at, characters) }) {
                maskPlaceName(endingAt: at, &characters)
                let end = at + road.count
                let last = characters[end...].firstIndex { !numerals.contains($0) } ?? characters.count
                if last > end, last < characters.count, characters[last] == "号" {
                    for place in end..<last { characters[place] = mask }
                }
            }
        }
    }

    private static func maskNumerals(endingAt end: Int, _ characters: inout [Character]) {
        var at = end - 1
        while at >= 0, numerals.contains(characters[at]) {
            characters[at] = mask
            at -= 1
        }
    }

    private static func maskNumerals(from start: Int, least: Int, _ characters: inout [Character]) {
        var end = start
        while end < characters.count, digits.contains(characters[end]) { end += 1 }
        guard end - start >= least else { return }
        for at in start..<end { characters[at] = mask }
    }

    /// The name of a street or estate, where somebody says that they live there.
    private static func maskPlaceName(endingAt end: Int, _ characters: inout [Character]) {
        for length in stride(from: longestPlace, through: 1, by: -1) {
            let start = end - length
            guard start > 0 else { continue }
            guard livesAt.contains(where: { reads($0, start - $0.count, characters) }) else { continue }
            for at in start..<end { characters[at] = mask }
            return
        }
    }

    // MARK: Names

    private static let surnames = Set<Character>(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    )
    private static let introductions = [
        "我叫", "名字叫", "名字是", "姓名是", "姓名", "收货人", "收件人", "联系人", "写的是", "本人",
    ].map { Array($0) }
    private static let titles = [
        "先生", "女士", "小姐", "太太", "老师", "阿姨", "师傅", "经理", "店长", "主任", "叔叔", "大爷", "大妈", "奶奶", "医生",
    ].map { Array($0) }

    private static func maskNames(_ characters: inout [Character]) {
        for at in characters.indices where surnames.contains(characters[at]) {
            if introductions.contains(where: { reads($0, at - $0.count, characters) }) {
                // A surname and up to two characters of a given name.
                for place in at..<min(characters.count, at + 3) where characters[place].isLetter {
                    characters[place] = mask
                }
            } else if at > 0, characters[at - 1] == "姓" {
                characters[at] = mask
            } else if titles.contains(where: { reads($0, at + 1, characters) }),
                at == 0 || characters[at - 1] != characters[at]
            {
                // 谢谢阿姨 thanks her and does not name her.
                characters[at] = mask
            }
        }
    }

    private static func reads(_ word: [Character], _ at: Int, _ characters: [Character]) -> Bool {
        guard at >= 0, at + word.count <= characters.count else { return false }
        return characters[at..<at + word.count].elementsEqual(word)
    }
}
