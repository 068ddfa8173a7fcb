import Canvas
import Configuration
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

@Suite("Whatever is pressed and whatever comes in")
struct RandomTests {
  @Test(arguments: modelSeeds(8, brief: 2)) func theInspectorKeepsItsCursorOnAFieldOfItsWrapper(seed: Int) {
    var dice = SeededRandom(seed: seed)
    var seat = Operator(Sample.configured)
    let keys =
      Binding.table.filter { $0.modes.contains(.inspector) || $0.modes.contains(.filter) }.flatMap(\.keys)
      .filter { $0 != .control("c") } + ["a", "o", "1"].map { .character($0) }
    for _ in 0..<250 {
      switch dice.roll(12) {
      case 0: seat.surroundings.size = Size(columns: 1 + dice.roll(220), rows: 1 + dice.roll(70))
      case 1:
        var state = [Sample.configuration, Sample.brokenFile][dice.roll(2)]
        state.generation = dice.roll(1_000_000)
        if dice.roll(3) == 0 {
          state.resolved.wrappers["router"]?.kind = ["external", "poml", "robot"][dice.roll(3)]
        }
        if dice.roll(4) == 0 { state.resolved.findings = [] }
        let shown = dice.roll(8) == 0 ? nil : state
        seat.change { $0.configuration = shown }
      case 2: seat.press("c")
      default:
        if let action = seat.state.action(for: keys[dice.roll(keys.count)]) { seat.perform(action) }
      }
      seat.perform(.refresh)
      #expect(seat.screen().size == seat.surroundings.size)
      guard seat.state.view == InspectorPane.id else { continue }
      let inspector = seat.state.inspector, list = inspector.list, rows = list.content.rows
      let context = seat.context
      #expect(rows.isEmpty || rows.indices.contains(list.cursor.row))
      #expect(rows.isEmpty || rows[list.cursor.row].isField || !rows.contains(where: \.isField))
      #expect(list.cursor.top <= list.cursor.row)
      #expect(list.cursor.row < list.cursor.top + inspector.layout(context).listRows)
      #expect(list.content.wrapper.map { $0.name == list.wrapper } ?? true)
      #expect(inspector.findings.row <= max(0, list.content.findings.count - 1))
    }
  }

  @Test(arguments: modelSeeds(12, brief: 2)) func theFormNeverAsksForWhatIsNotValid(seed: Int) {
    var dice = SeededRandom(seed: seed)
    var seat = Operator.editing()
    let keys =
      Binding.table.filter { !$0.modes.allSatisfy(\.isView) }.flatMap(\.keys)
      .filter { $0 != .control("c") } + "eeaHn79-.xktsy{$".unicodeScalars.map { .character($0) }
    for _ in 0..<300 {
      switch dice.roll(14) {
      case 0: seat.surroundings.size = Size(columns: 1 + dice.roll(220), rows: 1 + dice.roll(70))
      case 1:
        seat.take(Sample.editable(budget: dice.roll(3) == 0 ? nil : Double(dice.roll(9)), version: "\(dice.roll(99))"))
      case 2:
        let replies: [ConfigurationReply] = [
          .written(records: [1]), .conflict(current: [], versions: ["router": EntryVersion("\(dice.roll(99))")]),
          .needsPassphrase(isNew: dice.roll(2) == 0, isWrong: dice.roll(2) == 0), .refused([]), .failed("no"),
          .history(wrapper: "router", records: Sample.records), .reloaded,
        ]
        seat.perform(.configurationReply(replies[dice.roll(replies.count)]))
      case 3 where seat.state.view != InspectorPane.id: seat.press("c")
      case 4: if seat.state.mode == .inspector { seat.press(["e", "H", "n"][dice.roll(3)]) }
      default:
        if let action = seat.state.action(for: keys[dice.roll(keys.count)]) { seat.perform(action) }
      }
      if let request = seat.written, let form = seat.form {
        #expect(form.draft.canBeWritten && !request.changes.isEmpty)
        #expect(
          request.changes.allSatisfy {
            $0.new != .secret && $0.old != $0.new || form.draft.awaitedSecrets.contains($0.path)
          })
        #expect(form.sent == request)
      }
      seat.perform(.refresh)
      #expect(seat.screen().size == seat.surroundings.size)
    }
  }

  /// Whatever was pressed before, a run of characters goes at most into the one value that is being edited when it begins, and
  /// pasting it does the same.
  @Test(arguments: modelSeeds(12, brief: 2)) func aSecretThatIsTypedInTheFormGoesNowhereElse(seed: Int) {
    var dice = SeededRandom(seed: seed)
    var seat = Operator.editing()
    let modes =
      FormPane.modes + EntryPane.modes + PassphrasePane.modes + ReviewPane.modes + ConflictPane.modes + LeavePane.modes
    let keys =
      Binding.table.filter { !$0.modes.isDisjoint(with: modes) }.flatMap(\.keys)
      .filter { $0 != .control("c") } + "aexqsdyktjG?/ 7".unicodeScalars.map { .character($0) }
    let secret = "adeqsxyk/jGk-jy?q s,hunter2-Zebra"
    for _ in 0..<200 {
      if seat.state.mode == .inspector || seat.form == nil { seat = .editing(); seat.press("e") }
      if let action = seat.state.action(for: keys[dice.roll(keys.count)]) { seat.perform(action) }
      guard let form = seat.form, FormPane.modes.contains(seat.state.mode), form.sent == nil,
        dice.roll(4) == 0
      else { continue }
      var typed = seat
      if dice.roll(3) == 0 {
        if let action = typed.state.action(forPasted: secret) { typed.perform(action) }
      } else {
        typed.type(secret)
      }
      let open = form.editing?.path
      #expect(typed.form?.editing?.path == open)
      // Questions may be asked, but none in which text is taken in.
      #expect(![.entryKey, .passphrase, .review, .wrapperName, .rollback].contains(typed.state.mode))
      #expect(open != nil || typed.state.mode != .formText)
      #expect(!typed.effects.contains(.quit))
      guard let after = typed.form else { continue }
      let others = { (draft: Draft) in draft.preview.given.filter { $0.key != open } }
      #expect(others(after.draft) == others(form.draft))
      #expect(open != nil || after.draft == form.draft)
    }
  }

  @Test(arguments: modelSeeds(12, brief: 2)) func theCursorOfAlertsIsOnTheScreenAndOnAnAlert(seed: Int) {
    var dice = SeededRandom(seed: seed)
    var seat = Operator(.alerts)
    seat.open("A")
    let modes = AlertsPane.modes + AlertPane.modes + AcknowledgePane.modes + SilencePane.modes
    let keys = Binding.table.filter { !$0.modes.isDisjoint(with: modes) && $0.action.isOfOperator }.flatMap(\.keys)
      .filter { $0 != .control("c") }
    for _ in 0..<250 {
      switch dice.roll(10) {
      case 0: seat.surroundings.size = Size(columns: 1 + dice.roll(220), rows: 1 + dice.roll(70))
      case 1:
        var alerts = AlertSamples.all
        alerts.items = (alerts.items + AlertSamples.many(dice.roll(40)).items).filter { _ in dice.roll(3) > 0 }
        if dice.roll(3) == 0 { alerts.ended = [] }
        if dice.roll(3) == 0 { alerts.silences = [] }
        let changed = alerts
        seat.change { $0.alerts = changed }
      case 2: seat.press("A")
      case 3: seat.answer(after: Int64(dice.roll(3)))
      default:
        if let action = seat.state.action(for: keys[dice.roll(keys.count)]) { seat.perform(action) }
      }
      seat.perform(.refresh)
      #expect(seat.screen().size == seat.surroundings.size)
      guard seat.state.mode == .alerts, let pane = seat.state.pane(AlertsPane.self) else { continue }
      let context = seat.context
      let list = AlertsList(
        context.shared.alerts, context.snapshot?.alerts ?? AlertsState(), showsHistory: pane.showsHistory)
      let canHold = (0..<list.count).contains { list.id($0) != nil }
      #expect(!canHold || (0..<list.count).contains(pane.cursor.row))
      #expect(pane.cursor.top <= pane.cursor.row)
      #expect(pane.cursor.row < pane.cursor.top + AlertsLayout(context.body).page)
      for case .alert(.acknowledge(let id, _)) in seat.effects {
        #expect(seat.surroundings.snapshot?.alerts.items.contains { $0.alert.id == id } == true)
      }
    }
  }

  @Test(arguments: modelSeeds(12, brief: 2)) func theCursorIsOnTheScreenAndOnItsWrapper(seed: Int) {
    var dice = SeededRandom(seed: seed)
    var seat = Operator(.forty, rows: 24)
    let keys =
      Binding.table.flatMap(\.keys).filter { $0 != .control("c") } + ["5", "e", "n", ">"].map { .character($0) }
    for _ in 0..<250 {
      let pinned = seat.state.listing.selection
      let filter = seat.state.listing.filter
      switch dice.roll(10) {
      case 0: seat.surroundings.size = Size(columns: 1 + dice.roll(220), rows: 1 + dice.roll(70))
      case 1:
        seat.receive(after: Int64(dice.roll(4))) { wrappers in
          for place in wrappers.indices { wrappers[place].score(Double(dice.roll(100)) / 100) }
          // A moment before the first operation has none.
          if !wrappers.isEmpty, dice.roll(4) == 0 { wrappers.remove(at: dice.roll(wrappers.count)) }
          wrappers.append(.new("new-\(dice.roll(1_000_000))", score: 1))
        }
        let listing = seat.state.listing
        if let pinned, filter == listing.filter, seat.listed.contains(pinned) { #expect(seat.selected == pinned) }
      case 2: seat.wait(seconds: Int64(dice.roll(3)))
      case 3: seat.answer(after: Int64(dice.roll(3)))
      default:
        if let action = seat.state.action(for: keys[dice.roll(keys.count)]) { seat.perform(action) }
      }
      let listing = seat.state.listing
      seat.perform(.refresh)
      let isCovered = seat.state.stack.dropFirst().contains { type(of: $0).layer != .overlay }
      let page = OverviewLayout(
        seat.context.body, seat.surroundings.size, seat.state.shared,
        isListOnly: isCovered
      ).tableRows
      #expect(listing.rows.isEmpty ? listing.cursor == 0 : listing.rows.indices.contains(listing.cursor))
      #expect(seat.state.listing.top <= seat.state.listing.cursor)
      #expect(seat.state.listing.cursor < seat.state.listing.top + page)
      #expect(Set(listing.rows).count == listing.rows.count)
      #expect(seat.screen().size == seat.surroundings.size)
    }
  }

  /// Views and parts of views draw nothing outside of the rectangle that they are given.
  @Test(arguments: modelSeeds(4, brief: 2)) func everyPaneStaysInItsArea(seed: Int) {
    var dice = SeededRandom(seed: seed)
    var seat = Operator(seed % 2 == 0 ? Sample.configured : .forty)
    let keys =
      Binding.table.flatMap(\.keys).filter { $0 != .control("c") }
      + PaneRegistry.entries.compactMap(\.digit).map { .character($0) }
    for _ in 0..<120 {
      if let action = seat.state.action(for: keys[dice.roll(keys.count)]) { seat.perform(action) }
      seat.answer()
      seat.surroundings.size = Size(columns: 40 + dice.roll(180), rows: 8 + dice.roll(62))
      seat.perform(.refresh)
      expectInArea(seat)
    }
  }
}

extension SeededRandom {
  fileprivate mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }
}

extension WrapperSnapshot {
  fileprivate mutating func score(_ score: Double) {
    health.score = score
    health.status = HealthPolicy().status(of: score)
  }
}
