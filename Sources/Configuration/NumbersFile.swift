/// `name: number` lines: the rates of a simulation.
public enum NumbersFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> [String: Double] {
        let root = try DocumentNode.root(of: text, file: file)
        var numbers: [String: Double] = [:]
        for key in root.keys {
            guard let number = root.number(key, in: -1e9...1e9) else { continue }
            numbers[key] = number
        }
        try root.problems.throwIfAny()
        return numbers
    }
}
