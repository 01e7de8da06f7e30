/// A page's model as nested dictionaries. Mustache looks into structures by reflection, all fields once for every name
/// that a template uses; this looks into each structure once.
enum TemplateValue {
    /// Fields by name: structures become dictionaries, lists keep their order, absent values are left out, as
    /// Mustache would not find them either.
    static func of(_ value: Any) -> Any? {
        switch value {
        case is String, is Bool, is Int, is Double: return value
        case let list as [Any]: return list.compactMap(of)
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { of($0.value) }
        case .struct:
            var fields: [String: Any] = [:]
            for case (let name?, let field) in mirror.children { fields[name] = of(field) }
            return fields
        default: return value
        }
    }
}
