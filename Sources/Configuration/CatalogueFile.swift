public import Evidence
import Foundation

/// `catalogue.json`: `{"skus": [{"sku", "name", "kind", "category", "templates": [file], "twinGroup", "launchDate"}]}`.
public enum CatalogueFile {
    /// - Parameter fileExists: whether a pack shot lies beside the file; a missing picture is named with its product.
    public static func read(
        _ text: String, file: String, fileExists: (String) -> Bool
    ) throws(ConfigurationError) -> Catalogue {
        let root = try DocumentNode.root(of: text, file: file)
        var entries: [CatalogueEntry] = []
        var seen: Set<String> = []
        for node in root.list("skus") {
            guard let sku = node.string("sku") else { continue }
            if !seen.insert(sku).inserted {
                root.problems.add(node, "商品 \(sku) 重复", "product \(sku) stands twice")
            }
            let templates = node.strings("templates") ?? []
            if templates.isEmpty {
                root.problems.add(node, "商品 \(sku) 没有样图", "product \(sku) has no pack shot")
            }
            for template in templates {
                if template.contains("/") || template.hasPrefix(".") {
                    root.problems.add(
                        node, "样图应与目录文件放在一起：\(template)", "a pack shot lies beside the file: \(template)")
                } else if !fileExists(template) {
                    root.problems.add(
                        node, "商品 \(sku) 的样图 \(template) 不存在",
                        "the pack shot \(template) of \(sku) does not exist")
                }
            }
            let learned = (node.child("learned")?.elements() ?? []).compactMap {
                template($0, sku, fileExists)
            }
            entries.append(
                CatalogueEntry(
                    sku: SKU(sku), name: node.optionalString("name") ?? sku,
                    kind: node.optionalString("kind"),
                    category: node.optionalString("category"), templates: templates,
                    twinGroup: node.optionalString("twinGroup"), launchDate: node.businessDay("launchDate"),
                    learned: learned.isEmpty ? nil : learned))
        }
        if entries.isEmpty { root.problems.add(root, "目录里没有商品", "the catalogue has no product") }
        try root.problems.throwIfAny()
        return Catalogue(skus: entries)
    }

    /// A picture that was learned from a confirmed photo.
    private static func template(
        _ node: DocumentNode, _ sku: String, _ fileExists: (String) -> Bool
    ) -> LearnedTemplate? {
        guard let file = node.string("file"), let source = node.string("source") else { return nil }
        let box = (node.child("box")?.elements() ?? []).compactMap { $0.text.flatMap { Int($0) } }
        guard box.count == 4 else {
            node.problems.add(node, "box 应为四个整数", "box is four whole numbers")
            return nil
        }
        if file.contains("/") || file.hasPrefix(".") || !fileExists(file) {
            node.problems.add(
                node, "商品 \(sku) 的补充样图 \(file) 不存在", "the learned picture \(file) of \(sku) does not exist")
        }
        return LearnedTemplate(
            file: file, source: source, box: Box(x0: box[0], y0: box[1], x1: box[2], y1: box[3]),
            addedBy: node.optionalString("addedBy") ?? "")
    }
}

/// `{"id", "planogram": {"rows": [[{"sku", "facings"}]], "mustStock": [sku]}}`.
public enum PlanogramFile {
    /// - Parameter known: the catalogue's products; nil when there is none to compare with.
    public static func read(
        _ text: String, file: String, known: Set<SKU>? = nil
    ) throws(ConfigurationError) -> (id: String?, planogram: Planogram) {
        let root = try DocumentNode.root(of: text, file: file)
        guard let plan = root.required("planogram") else {
            throw ConfigurationError(problems: root.problems.problems)
        }
        var rows: [[PlannedRun]] = []
        for row in plan.required("rows")?.elements() ?? [] {
            rows.append(
                row.elements().compactMap { run in
                    guard let sku = run.string("sku"), let facings = run.integer("facings", in: 1...200)
                    else {
                        return nil
                    }
                    check(SKU(sku), known, at: run)
                    return PlannedRun(sku: SKU(sku), facings: facings)
                })
        }
        if plan.child("rows") != nil, rows.allSatisfy(\.isEmpty) {
            plan.problems.add(
                plan.child("rows"), "陈列图没有任何一层商品", "the planogram has no row with a product")
        }
        let mustStock = plan.strings("mustStock")?.map { SKU($0) }
        for sku in mustStock ?? [] { check(sku, known, at: plan) }
        try root.problems.throwIfAny()
        return (root.optionalString("id"), Planogram(rows: rows, mustStock: mustStock))
    }

    private static func check(_ sku: SKU, _ known: Set<SKU>?, at node: DocumentNode) {
        if let known, !known.contains(sku) {
            node.problems.add(node, "商品目录中没有 \(sku)", "the catalogue has no \(sku)")
        }
    }
}
