/// What runs of characters and sounds say about the topics of a sentence: made by logistic regression
/// (`tools/make-topic-words`), a file for each topic.
enum TopicWordTable {
    /// What was learnt of one topic, in steps of log odds.
    struct Topic: Sendable {
        var id: String
        /// Of a sentence that holds none of the runs.
        var constant: Int32
        /// A weight, then its runs: `^` begins and `$` ends a sentence, `~` is all of that sound.
        var weights: String
    }

    /// Steps to one unit of log odds.
    static let steps = 10.0
    static let topics = [
        readyMealHeating, highPrice, outOfStock, membershipPoints, returnsAndRefunds, delivery, shelfLife,
        groupBuyPickUp,
    ]
}
