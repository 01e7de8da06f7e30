import Mustache

/// A page's model as nested fields by name. Mustache looks into structures by reflection, all fields once for every name
/// that a template uses; this looks into each structure once.
enum TemplateValue {
    /// Structures become fields, lists keep their order, absent values are left out, as
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
            return Fields(values: fields)
        default: return value
        }
    }
}

/// The fields of one structure. A type of its own: that a dictionary has names for keys would be found out at every look.
private struct Fields: MustacheParent {
    let values: [String: Any]

    func child(named name: String) -> Any? { values[name] }
}
