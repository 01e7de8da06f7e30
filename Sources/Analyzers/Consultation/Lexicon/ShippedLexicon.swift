public import Evidence

/// The lexicon that comes with the product: the concerns that convenience stores and community supermarkets hear most,
/// in the words of customers. Headquarters' own topics file takes its place.
public enum ShippedLexicon {
    /// Eight topics, in a fixed order.
    public static func topics() -> TopicLexicon {
        TopicLexicon(topics: [
            readyMealHeating, highPrice, outOfStock, membershipPoints, returnsAndRefunds, delivery, shelfLife,
            groupBuyPickUp,
        ])
    }

    /// What stands on the shelves, for pairs.
    static let goods =
        "酸奶|牛奶|鲜奶|奶粉|豆浆|豆奶|饮料|果汁|可乐|雪碧|啤酒|白酒|矿泉水|咖啡|奶茶|面包|吐司|蛋糕|饼干|薯片|巧克力|口香糖|雪糕|冰淇淋|冰块|鸡蛋|豆腐|馒头|包子|饺子|汤圆|粽子|青团|盒饭|便当|三明治|饭团|关东煮|烤肠|茶叶蛋|方便面|泡面|火腿|香肠|熟食|大米|食用油|酱油|盐|料酒|辣酱|青菜|芹菜|白菜|土豆|西红柿|番茄|水果|香蕉|苹果|草莓|橙子|西瓜|葡萄|排骨|猪肉|牛肉|鱼|虾|鸡翅|豆芽|纸巾|抽纸|卫生纸|纸尿裤|尿不湿|洗衣液|洗发水|沐浴露|洗洁精|牙膏|牙刷|毛巾|拖鞋|垃圾袋|电池|雨伞|口罩|报纸|香烟|打火机|充电线|数据线|灯泡|猫粮|狗粮"

    /// Phrases between spaces or line ends, each once.
    static func list(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split { $0 == " " || $0 == "\n" }.map(String.init).filter { seen.insert($0).inserted }
    }
}
