import API
import Evidence

/// What surrounds every page: title, navigation, who is signed in.
struct Shell {
    struct Link {
        let title: String
        let href: String
        let current: Bool
    }
    let title: String
    let accountName: String?
    let links: [Link]
    /// Repeated by the forms of the page.
    let formToken: String
    let assetVersion: String

    /// - Parameter section: the address of the current entry of the navigation.
    init(title: String, principal: Principal?, section: String = "", assetVersion: String) {
        self.title = title
        self.assetVersion = assetVersion
        accountName = principal?.account.name
        formToken = principal?.formToken ?? ""
        let entries: [(String, String)] =
            switch principal?.account.role {
            case .manager: [("今日上报", "/m")]
            case .hq:
                [
                    ("门店概览", "/console"), ("标记", "/console/flags"), ("整改", "/console/tasks"),
                    ("顾客问题", "/console/questions"), ("申诉", "/console/appeals"),
                    ("排名", "/console/ranking"),
                ]
            // Integrators have tokens and no pages.
            case .integrator, nil: []
            }
        links = entries.map { Link(title: $0.0, href: $0.1, current: $0.1 == section) }
    }
}
