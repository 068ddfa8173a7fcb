/// What prices said of an operation of a batch.
package struct PricingAnswer: Sendable, Equatable {
  /// How many operations of the batch had been asked about before.
  package var question: Int
  package var pricing: Pricing

  package init(question: Int, pricing: Pricing) {
    self.question = question
    self.pricing = pricing
  }
}

/// What prices say of the operations of a batch, in the order in which they are asked. A batch that is applied again, maybe
/// where other prices hold or none, gets the answers that it got before.
struct PricingLog: Sendable {
  /// All but `Pricing.none`, in order.
  private(set) var answers: [PricingAnswer] = []
  private var questions = 0
  // Nil if prices have to be asked.
  private var known: ArraySlice<PricingAnswer>?
  private let isKept: Bool

  /// A log that keeps answers, or that knows them.
  init(isKept: Bool = false, known: [PricingAnswer]? = nil) {
    self.isKept = isKept
    self.known = known?[...]
  }

  /// The answer that is known; nil if there is none, and prices have to be asked.
  mutating func knownAnswer() -> Pricing? {
    guard let next = known?.first else { return known == nil ? nil : Pricing.none }
    defer { questions += 1 }
    guard next.question == questions else { return Pricing.none }
    known?.removeFirst()
    return next.pricing
  }

  /// Keeps what prices said.
  mutating func note(_ pricing: Pricing) {
    guard isKept, known == nil else { return }
    if pricing != .none { answers.append(PricingAnswer(question: questions, pricing: pricing)) }
    questions += 1
  }
}
