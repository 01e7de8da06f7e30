import Evidence
import Testing

@testable import Provenance

struct AddressNotationTests {
    @Test(
        arguments: [
            ("浙江省杭州市西湖区文三路478号", "浙江", "杭州", "西湖", "文三路478号"),
            ("上海市浦东新区张杨路2389弄", "上海", "上海", "浦东新", "张杨路2389弄"),
            ("新疆乌鲁木齐市沙依巴克区友好南路716号", "新疆", "乌鲁木齐", "沙依巴克", "友好南路716号"),
            ("地点：广东省深圳市南山区科技园南路18号", "广东", "深圳", "南山", "科技园南路18号"),
            ("内蒙古自治区呼和浩特市新城区中山东路8号", "内蒙古", "呼和浩特", "新城", "中山东路8号"),
            ("地 址: 重庆渝中区解放碑步行街5号", "重庆", "重庆", "渝中", "解放碑步行街5号"),
            ("东省深圳市南山区科技园南路18号", nil, "深圳", "南山", "科技园南路18号"),
            ("江苏省昆山市花桥镇绿地大道88号", "江苏", "昆山", nil, "花桥镇绿地大道88号"),
        ] as [(String, String?, String?, String?, String)])
    func `parts of an address are read`(
        _ print: String, _ province: String?, _ city: String?, _ district: String?, _ street: String
    ) throws {
        let address = try #require(PrintedAddress(PrintedText(print)))
        #expect(address.province == province)
        #expect(address.city == city)
        #expect(address.district == district)
        #expect(address.street == street)
    }

    @Test(arguments: [
        "城市花园", "超市特价", "防伪码 X9PVHNDEATDXXS", "晴 21℃", "文三路店", "浙江", "100%果汁 北京风味", "门店：翠苑便利店", "",
    ])
    func `other print is no address`(_ print: String) {
        #expect(PrintedAddress(PrintedText(print)) == nil)
    }
}
