/// Records of one kind that a store held and that could not be read. The others were kept.
package struct StoreLoss: Sendable, Equatable, CustomStringConvertible {
  /// What kind of record it is.
  package enum Kind: String, Sendable, CaseIterable {
    case wrapper, wrapperName, failures, tens, minutes, hours, spending, fine, coarse, operation, active, pending,
      uncosted, ids, journal
    case source, rejected, seed, auditHead, alert

    fileprivate var words: (one: String, many: String) {
      switch self {
      case .wrapper: ("part of the figures of a wrapper", "parts of the figures of wrappers")
      case .wrapperName: ("name of a wrapper", "names of wrappers")
      case .failures: ("list of failures", "lists of failures")
      case .tens: ("slot of 10 s", "slots of 10 s")
      case .minutes: ("slot of a minute", "slots of a minute")
      case .hours: ("slot of an hour", "slots of an hour")
      case .spending: ("quarter of an hour of spending", "quarters of an hour of spending")
      case .fine: ("breakdown of 5 minutes", "breakdowns of 5 minutes")
      case .coarse: ("breakdown of an hour", "breakdowns of an hour")
      case .operation: ("recent operation", "recent operations")
      case .active: ("operation under way", "operations under way")
      case .pending: ("operation with an end time in the future", "operations with an end time in the future")
      case .uncosted: ("list of operations without a cost", "lists of operations without a cost")
      case .ids: ("block of remembered ids", "blocks of remembered ids")
      case .journal: ("part of what came in last", "parts of what came in last")
      case .source: ("part of the figures of a source", "parts of the figures of sources")
      case .rejected: ("rejected line", "rejected lines")
      case .seed: ("secret that ids are remembered under", "secrets that ids are remembered under")
      case .alert: ("alert, silence or delivery", "alerts, silences or deliveries")
      case .auditHead: ("end of the audit trail", "ends of the audit trail")
      }
    }
  }

  package var kind: Kind
  package var count: Int
  /// What the first few are of, as far as that can be read.
  package var names: [String]

  static let namesKept = 3

  package var description: String {
    let words = count == 1 ? kind.words.one : kind.words.many
    let more = count > names.count ? ", …" : ""
    return "\(count) \(words)" + (names.isEmpty ? "" : " (\(names.joined(separator: ", "))\(more))")
  }
}

extension [StoreLoss] {
  /// One sentence about all of them.
  package var summary: String {
    "some records could not be read and are lost: " + map(\.description).joined(separator: "; ")
  }
}
