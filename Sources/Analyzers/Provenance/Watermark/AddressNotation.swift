import Evidence

/// A printed address in its parts: 浙江省 · 杭州市 · 西湖区 · 文三路478号.
struct PrintedAddress: Hashable, Sendable {
    /// Without suffix: 浙江, 上海, 新疆.
    var province: String?
    /// Without 市.
    var city: String?
    /// Without 区, 县, 市 or 旗.
    var district: String?
    /// What follows: road, number, building.
    var street: String
    /// As printed, without the label before it.
    var text: String

    private static let provinces = [
        "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西",
        "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古",
        "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
    ]
    private static let municipalities: Set<String> = ["北京", "天津", "上海", "重庆"]
    private static let provinceSuffixes = [
        "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市",
    ]
    private static let labels = [
        "拍摄地点", "打卡地点", "当前位置", "详细地址", "地址", "地点", "位置", "坐标",
    ]

    /// Reads a line that holds an address: a known province or a city with a district, then a road or number.
    init?(_ line: PrintedText) {
        self.init(compact: line.compact)
    }

    init?(compact: String) {
        var rest = Self.withoutLabel(compact)
        let whole = rest
        for country in ["中华人民共和国", "中国"] where rest.hasPrefix(country) {
            rest = String(rest.dropFirst(country.count))
        }
        var province: String?
        if let name = Self.provinces.first(where: { rest.hasPrefix($0) }) {
            province = name
            rest = String(rest.dropFirst(name.count))
            if let suffix = Self.provinceSuffixes.first(where: { rest.hasPrefix($0) }) {
                rest = String(rest.dropFirst(suffix.count))
            }
        } else if let tail = Self.withoutCutProvince(rest) {
            rest = tail
        }
        var city: String?
        if let province, Self.municipalities.contains(province) {
            city = province
            if rest.hasPrefix(province + "市") { rest = String(rest.dropFirst(province.count + 1)) }
        } else if let (name, tail) = Self.part(of: rest, endings: ["市", "盟", "自治州", "地区"], limit: 8) {
            city = name
            rest = tail
        }
        var district: String?
        if let (name, tail) = Self.part(of: rest, endings: ["区", "县", "旗", "市"], limit: 7) {
            district = name
            rest = tail
        }
        let known = [province, city, district].compactMap(\.self).count
        let hasStreet = rest.contains { "路街道巷弄号村镇乡厦场栋".contains($0) }
        guard known >= 2 || known == 1 && hasStreet && (province != nil || city != nil) else { return nil }
        self.province = province
        self.city = city
        self.district = district
        self.street = rest
        self.text = whole
    }

    /// 东省深圳市…: the first character of a province was not read. Which one it was cannot be told.
    private static func withoutCutProvince(_ text: String) -> String? {
        provinces.lazy.map { $0.dropFirst() + "省" }.first { text.hasPrefix($0) }
            .map { String(text.dropFirst($0.count)) }
    }

    /// The part up to the first of the endings, which must come soon and after Han characters alone.
    private static func part(of text: String, endings: [String], limit: Int) -> (name: String, tail: String)?
    {
        var name = ""
        var rest = Substring(text)
        while name.count <= limit, let first = rest.first {
            if name.count >= 1, let ending = endings.first(where: { rest.hasPrefix($0) }),
                name.count >= 2 || ending == "县"
            {
                return (name, String(rest.dropFirst(ending.count)))
            }
            guard first.isHan, !"路街道巷弄号".contains(first) || name.isEmpty else { return nil }
            name.append(first)
            rest = rest.dropFirst()
        }
        return nil
    }

    private static func withoutLabel(_ text: String) -> String {
        for label in labels where text.hasPrefix(label) {
            let rest = text.dropFirst(label.count)
            if let sign = rest.first, sign == ":" || sign == ";" { return String(rest.dropFirst()) }
            return String(rest)
        }
        return String(text.drop { ":·.,-|".contains($0) })
    }
}

extension PrintedAddress {
    /// The same parts of a store: its address where it has one, its region for what the address leaves out.
    init?(of store: Store) {
        if let address = store.address, var parsed = PrintedAddress(compact: PrintedText(address).compact) {
            let region = Self.regionParts(store.region)
            parsed.province = parsed.province ?? region.province
            parsed.city = parsed.city ?? region.city
            parsed.district = parsed.district ?? region.district
            self = parsed
            return
        }
        let region = Self.regionParts(store.region)
        guard region.province != nil || region.city != nil || region.district != nil else { return nil }
        province = region.province
        city = region.city
        district = region.district
        street = ""
        text = store.address ?? ""
    }

    private static func regionParts(_ region: [String]) -> (
        province: String?, city: String?, district: String?
    ) {
        var (province, city, district): (String?, String?, String?) = (nil, nil, nil)
        for name in region where name != "全国" && name != "中国" {
            if province == nil, let known = provinces.first(where: { name.hasPrefix($0) }) {
                province = known
                if municipalities.contains(known) { city = known }
            } else if city == nil, name.hasSuffix("市") || name.hasSuffix("州") || name.hasSuffix("盟") {
                city = name.hasSuffix("自治州") ? String(name.dropLast(3)) : String(name.dropLast())
            } else if district == nil, let last = name.last, "区县旗市".contains(last), name.count > 2 {
                district = String(name.dropLast())
            }
        }
        return (province, city, district)
    }
}
