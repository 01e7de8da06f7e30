public import Evidence

/// Who signs in at first: `{accounts: [{id, name, role, store, password | token}]}`; read once by `init`.
public enum AccountsFile {
    public struct Entry: Hashable, Sendable {
        public var account: AccountID
        public var name: String
        public var role: Role
        public var store: StoreID?
        public var password: String?
        public var token: String?
    }

    public static func read(_ text: String, file: String) throws(ConfigurationError) -> [Entry] {
        let root = try DocumentNode.root(of: text, file: file)
        let entries = root.list("accounts").compactMap { node -> Entry? in
            guard let id = node.string("id"), let word = node.string("role") else { return nil }
            guard let role = Role(rawValue: word) else {
                node.problems.add(
                    node.child("role"), "role 只能是 manager、hq 或 integrator",
                    "role is manager, hq or integrator")
                return nil
            }
            let store = node.optionalString("store").map { StoreID($0) }
            if role == .manager && store == nil {
                node.problems.add(node, "店长 \(id) 没有门店", "the manager \(id) has no store")
            }
            let password = node.optionalString("password")
            let token = node.optionalString("token")
            if password == nil && token == nil {
                node.problems.add(
                    node, "账号 \(id) 没有密码或令牌", "the account \(id) has neither password nor token")
            }
            if let token, token.count < 20 {
                node.problems.add(node, "令牌至少 20 个字符", "a token has at least 20 characters")
            }
            return Entry(
                account: AccountID(id), name: node.optionalString("name") ?? id, role: role, store: store,
                password: password, token: token)
        }
        try root.problems.throwIfAny()
        return entries
    }
}
