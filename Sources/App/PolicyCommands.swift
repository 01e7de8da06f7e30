import ArgumentParser

/// The commands of one kind of policy file.
private func configuration<Noun: PolicyNoun>(_ noun: Noun.Type) -> CommandConfiguration {
    CommandConfiguration(
        commandName: Noun.name, abstract: Noun.abstract,
        subcommands: [ImportCommand<Noun>.self, CheckCommand<Noun>.self])
}

struct Stores: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: StoresNoun.name, abstract: StoresNoun.abstract,
        subcommands: [ImportCommand<StoresNoun>.self, CheckCommand<StoresNoun>.self, StoresPlace.self])
}

struct CatalogueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: CatalogueNoun.name, abstract: CatalogueNoun.abstract,
        subcommands: [
            ImportCommand<CatalogueNoun>.self, CheckCommand<CatalogueNoun>.self, CatalogueTemplate.self,
        ])
}

struct Planograms: ParsableCommand {
    static let configuration = storeproof.configuration(PlanogramsNoun.self)
}

struct Products: ParsableCommand {
    static let configuration = storeproof.configuration(ProductsNoun.self)
}

struct Vocabulary: ParsableCommand {
    static let configuration = storeproof.configuration(VocabularyNoun.self)
}

struct Topics: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: TopicsNoun.name, abstract: TopicsNoun.abstract,
        subcommands: [
            ImportCommand<TopicsNoun>.self, TopicsCheck.self, TopicsShipped.self, TopicsClusters.self,
            TopicsCandidates.self,
        ])
}

struct Policy: ParsableCommand {
    static let configuration = storeproof.configuration(PolicyFileNoun.self)
}

struct Requirements: ParsableCommand {
    static let configuration = storeproof.configuration(RequirementsNoun.self)
}
