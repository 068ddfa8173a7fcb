import Canvas
import Events

// Sources in words.
extension SourceStatus {
  /// The last part of the path, by which the header calls it.
  var shortName: String {
    let parts = name.split(separator: "/")
    return parts.last.map(String.init) ?? name
  }

  /// How much it needs looking at; the highest comes first.
  var trouble: Int {
    switch state {
    case .failed: 6
    case .waiting: 5
    case _ where isAllRejected: 4
    case .catchingUp: 3
    default: (lagBytes ?? 0) > 0 ? 2 : rejected > 0 ? 1 : 0
    }
  }
}

extension SourceState {
  /// The word for it.
  var word: String {
    switch self {
    case .waiting: "WAITING"
    case .catchingUp: "CATCHING UP"
    case .live: "LIVE"
    case .ended: "ENDED"
    case .failed: "FAILED"
    }
  }

  /// The role that colours it.
  var role: Role {
    switch self {
    case .waiting, .catchingUp: .notice
    case .live: .healthy
    case .ended: .idle
    case .failed: .critical
    }
  }

  /// Why it failed; nil if it did not.
  var fault: String? {
    if case .failed(let why) = self { return why }
    return nil
  }
}
