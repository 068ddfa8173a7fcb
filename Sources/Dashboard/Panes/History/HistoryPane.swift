import Canvas
import Configuration
import Snapshots

extension KeyMode {
  /// The changes of a configuration, newest first.
  static let history = KeyMode("history", .helped)
  /// One change in full.
  static let historyRecord = KeyMode("one change", .helped)
  /// The reason for taking a change back is typed.
  static let rollback = KeyMode("taking back", .typing)
}

/// The history of one wrapper's configuration: all changes, one in full, or the question whether to take it back.
struct HistoryPane: Pane {
  static let layer = PaneLayer.part
  static let modes = [KeyMode.history, .historyRecord, .rollback]

  /// Whose configuration it is.
  let wrapper: String
  /// Newest first; nil until they are there.
  private(set) var records: [AuditRecord]?
  /// Why they could not be read.
  private(set) var failure: String?
  /// The cursor among the records, by their numbers.
  private(set) var cursor = ListCursor<Int>()
  /// The chosen one fills the pane.
  private(set) var isOpen = false
  /// Set while the chosen one is to be taken back.
  private(set) var rollback: Rollback?

  /// A change that is about to be taken back.
  enum Rollback: Sendable, Equatable {
    /// The reason is being typed.
    case asking(LineEditor)
    /// The change of that number is being taken back, for that reason.
    case sent(Int, LineEditor)

    /// The reason as it is typed.
    var reason: LineEditor {
      switch self {
      case .asking(let reason), .sent(_, let reason): reason
      }
    }
    /// The number of the change that is being taken back; nil if none is yet.
    var sent: Int? { if case .sent(let number, _) = self { number } else { nil } }
  }

  /// What can be done with the history alone.
  enum Own: Sendable {
    /// Asks for the reason to take the chosen change back.
    case rollBack
    /// Takes it back without a reason; a letter of the reason if that has begun.
    case yes
  }

  /// Opens the history of a wrapper, which has to be read first.
  init(of wrapper: String) { self.wrapper = wrapper }

  var mode: KeyMode { rollback != nil ? .rollback : isOpen ? .historyRecord : .history }

  /// The record under the cursor.
  var chosen: AuditRecord? {
    guard let records, records.indices.contains(cursor.row) else { return nil }
    return records[cursor.row]
  }

  func wrapper(_ context: PaneContext) -> String? { wrapper }

  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement):
      guard rollback == nil else { return [.beep] }
      guard let records else { break }
      cursor.move(movement, page: Self.page(context), count: records.count) { records[$0].number }
    case .edit(let edit): return type(edit)
    case .accept:
      guard let chosen else { return [.beep] }
      guard let reason = rollback?.reason.text else {
        isOpen.toggle()
        break
      }
      if let fault = ReviewPane.fault(ofReason: reason) { return context.refuse(fault) }
      return takeBack(chosen, &context)
    case .back:
      if rollback?.sent != nil {
        context.tell("Being taken back: wait a moment")
      } else if rollback != nil {
        rollback = nil
      } else if isOpen {
        isOpen = false
      } else {
        return [.close]
      }
    case .own(.rollBack): return askRollback(&context)
    case .own(.yes):
      guard context.configuration != nil else { return context.refuse(context.noConfiguration) }
      guard let chosen, let rollback else { return [.beep] }
      return rollback.reason.text.isEmpty ? takeBack(chosen, &context) : type(.insert("y"))
    case .filter: break
    }
    return []
  }

  private mutating func type(_ edit: Edit) -> [PaneEffect] {
    guard case .asking(var reason)? = rollback, reason.apply(edit) else { return [.beep] }
    rollback = .asking(reason)
    return []
  }

  private mutating func askRollback(_ context: inout PaneContext) -> [PaneEffect] {
    guard let configuration = context.configuration else { return context.refuse(context.noConfiguration) }
    guard let chosen, rollback?.sent == nil else { return [.beep] }
    if let reason = configuration.readOnlyReason ?? chosen.rollbackObstacle {
      return context.refuse("Change \(chosen.number) cannot be taken back: \(ShownText.path(reason))")
    }
    rollback = .asking(LineEditor())
    return []
  }

  private mutating func takeBack(
    _ chosen: AuditRecord, _ context: inout PaneContext
  ) -> [PaneEffect] {
    guard case .asking(let reason)? = rollback else { return [.beep] }
    rollback = .sent(chosen.number, reason)
    context.tell("Taking change \(chosen.number) back…")
    return [.configure(.rollback(number: chosen.number, reason: reason.text))]
  }

  // MARK: Answers

  mutating func answer(
    _ reply: ConfigurationReply, _ context: inout PaneContext
  ) -> [PaneEffect]? {
    let taken = rollback?.sent
    switch reply {
    case .reloaded: return nil
    case .history(let wrapper, let records):
      if wrapper == self.wrapper { self.records = records }
      return []
    case .written:
      rollback = nil
      isOpen = false
      return Self.report(reply, of: taken, &context) + [.configure(.history(wrapper: wrapper))]
    case .failed(let reason):
      if records == nil { failure = reason }
    case .conflict, .needsPassphrase, .refused: break
    }
    rollback = nil
    return Self.report(reply, of: taken, &context)
  }

  /// Says what came of taking a change back, or of something else that was asked; `taken` is the number of the change.
  static func report(
    _ reply: ConfigurationReply, of taken: Int?, _ context: inout PaneContext
  ) -> [PaneEffect] {
    let subject = taken.map { "Change \($0) was not taken back: " } ?? ""
    switch reply {
    case .history, .reloaded: return []
    case .written(let records):
      let words = taken.map { "Change \($0) is taken back" } ?? "Taken back"
      context.tell(words + reply.numbers(records))
      return []
    case .conflict:
      return context.refuse("\(subject)others changed the runtime file meanwhile; try again")
    case .needsPassphrase:
      return context.refuse(
        "\(subject)the credential store needs its passphrase; use wraptop config rollback")
    case .refused(let findings):
      let first = findings.first { $0.severity == .error } ?? findings.first
      return context.refuse("\(subject)\(first?.description ?? "it would not be valid")")
    case .failed(let reason): return context.refuse(subject + ShownText.path(reason))
    }
  }

  // MARK: Screen

  // Below the title and the heading of the list.
  private static func page(_ context: PaneContext) -> Int { max(1, context.body.height - 2) }

  mutating func settle(_ context: inout PaneContext) {
    guard let records else { return }
    cursor.settle(page: Self.page(context), count: records.count) { records[$0].number }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    HistoryView.draw(self, frame, in: area, on: &grid)
  }
}

extension AuditRecord {
  /// Why it cannot be taken back; nil if it can.
  package var rollbackObstacle: String? {
    switch action {
    case .change, .rollback, .autoDisable: old == .secret ? "the old value was a secret, which is not kept" : nil
    default: "it is an access to a credential, no change of a field"
    }
  }
}

extension HistoryPane {
  static let bindings: [Binding] = [
    Binding(
      [.character("j"), .down], .move(.down), "down", "Next field", in: [.history, .historyRecord], .form),
    Binding(
      [.character("k"), .up], .move(.up), "up", "Field before", in: [.history, .historyRecord], .form),
    Binding([.pageDown], .move(.pageDown), "page down", "One page down", in: [.history], .form),
    Binding([.pageUp], .move(.pageUp), "page up", "One page up", in: [.history], .form),
    Binding(
      [.character("g"), .home], .move(.first), "first", "First field", in: [.history], .form),
    Binding([.character("G"), .end], .move(.last), "last", "Last field", in: [.history], .form),
    Binding(
      [.enter], .accept, "in full", "Show the change in full, or the list", in: [.history, .historyRecord], .form,
      footer: 2),
    Binding(
      [.character("b")], .own(Own.rollBack), "roll back", "Roll the change back, by a new change",
      in: [.history, .historyRecord], .form, footer: 1),
    Binding(
      [.escape, .character("q")], .back, "back", "Return to the fields or the list", in: [.history, .historyRecord],
      .form,
      footer: 3, as: "Esc"),
    Binding(
      [.character("y")], .own(Own.yes), "take it back",
      "Roll back without a reason, if none is typed",
      in: [.rollback], .form, footer: 0),
    Binding(
      [.enter], .accept, "with the reason", "Roll back with the reason typed", in: [.rollback],
      .form, footer: 1),
    Binding(
      [.escape], .back, "leave it", "Cancel", in: [.rollback], .form, footer: 2),
  ]
}
