import Canvas
import Testing

/// The fields of forms, each in every state.
@Suite struct FieldTests {
  private static let looks: [FieldLook] = [
    .plain, FieldLook(.cursor), FieldLook(.editing), FieldLook(isFaulty: true), FieldLook(.editing, isFaulty: true),
  ]
  private static let timeout = NumberScale(30, minimum: .init(1, "1"), maximum: .init(300, "300"))

  /// Draws widgets under one another.
  private func expectRows(
    _ name: String, columns: Int, _ widgets: [any Widget], sets: [GlyphSet] = [.block, .ascii],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectScreens(name, columns: columns, rows: widgets.count, sets: sets, sourceLocation: sourceLocation) {
      area, grid in
      for (row, widget) in widgets.enumerated() { widget.draw(in: area.row(row), on: &grid) }
    }
  }

  @Test func showsWhatIsSelected() {
    func field(_ text: String, _ cursor: Int, _ selection: Range<Int>?) -> TextField {
      TextField(text: text, cursor: cursor, selection: selection, look: FieldLook(.editing))
    }
    expectRows(
      "field-selection", columns: 20,
      [
        field("support-bot", 7, nil), field("support-bot", 7, 0..<7), field("support-bot", 0, 0..<7),
        field("support-bot", 11, 0..<11), field("https://a.example/v1/chat", 25, 18..<25),
        field("https://a.example/v1/chat", 0, 0..<25), field("日本語日本語日本語", 3, 1..<3), field("", 0, nil),
      ])
  }

  @Test func showsTexts() {
    let texts = Self.looks.map {
      TextField(text: "https://a.example/v1/chat", cursor: $0.focus == .editing ? 25 : nil, look: $0)
    }
    expectRows("field-text", columns: 30, texts)
    expectRows("field-text-narrow", columns: 10, texts + [TextField(text: "日本語日本語", cursor: nil)])
  }

  @Test func showsToggles() {
    let all = [true, false, nil].flatMap { isOn in Self.looks.map { ToggleField(isOn: isOn, look: $0) } }
    expectRows("field-toggle", columns: 14, all)
    expectRows("field-toggle-narrow", columns: 5, Array(all.prefix(3)))
  }

  @Test func showsChoices() {
    let all = Self.looks.map { ChoiceField(text: "causal_llm", cursor: 2, count: 5, look: $0) }
    let others = [
      ChoiceField(text: "", cursor: nil, count: 3),
      ChoiceField(text: "", cursor: nil, count: 3, look: FieldLook(.editing)),
      ChoiceField(text: "basic", cursor: nil, count: 3, look: FieldLook(.editing, isFaulty: true)),
      ChoiceField(text: "日本語日本語日本語", cursor: 0, count: 2, look: FieldLook(.editing)),
    ]
    expectRows("field-choice", columns: 30, all + others)
    expectRows("field-choice-narrow", columns: 11, all + others)
  }

  @Test func showsNumbers() {
    func number(_ text: String, _ look: FieldLook, _ unit: String?, _ scale: NumberScale) -> NumberField {
      NumberField(
        TextField(text: text, cursor: look.focus == .editing ? text.count : nil, look: look), unit: unit, scale: scale)
    }
    let retries = NumberScale(3, minimum: .init(0, "0"), maximum: .init(10, "10"), step: 1)
    let share = NumberScale(0.8, minimum: .init(0, "0", isExcluded: true), maximum: .init(1, "1"), step: 0.01)
    let budget = NumberScale(25, minimum: .init(0, "0", isExcluded: true))
    let editing = FieldLook(.editing)
    var beyond = Self.timeout
    beyond.value = 3000
    var none = Self.timeout
    none.value = nil
    let all =
      Self.looks.map { number("30", $0, "s", Self.timeout) } + [
        number("3", editing, nil, retries), number("0.8", editing, nil, share), number("25", FieldLook(), "$", budget),
        number("25", editing, "$", budget), number("", FieldLook(), "$", budget), number("", editing, "s", none),
        number("3000", FieldLook(.editing, isFaulty: true), "s", beyond),
        number("0.3000000000000000000000000004", editing, "s", Self.timeout),
        number("5", FieldLook(.cursor), nil, NumberScale(5, maximum: .init(9, "9"))),
      ]
    expectRows("field-number", columns: 62, all)
    expectRows("field-number-middle", columns: 31, all)
    expectRows("field-number-narrow", columns: 12, all)
  }

  @Test func neverShowsSecrets() {
    let stored = SecretField.Stored.reference("${credential:support-bot/api_key}")
    let all =
      Self.looks.map { SecretField(.hidden, look: $0) } + Self.looks.prefix(3).map { SecretField(.none, look: $0) } + [
        SecretField(stored), SecretField(.hidden, typed: 1, look: FieldLook(.editing)),
        SecretField(stored, typed: 12, look: FieldLook(.editing)), SecretField(.none, typed: 12),
        SecretField(.hidden, typed: 60_000, look: FieldLook(.editing)),
      ]
    expectRows("field-secret", columns: 50, all)
    expectRows("field-secret-narrow", columns: 12, all)
  }

  @Test func listsWhatCanBeChosen() {
    let values = ["mf", "bert", "causal_llm", "sw_ranking", "random", "日本語", "a-model-with-a-very-long-name-indeed"]
    func draw(_ list: DropList, at field: Rect, _ area: Rect, _ grid: inout CellGrid) {
      grid.fill(area, "x", Style(.dim))
      list.draw(in: list.place(at: field, in: area), on: &grid)
    }
    expectScreens("drop-list", columns: 50, rows: 11, sets: [.block, .ascii]) { area, grid in
      draw(DropList(values, cursor: 2, current: 1), at: Rect(x: 6, y: 1, width: 10, height: 1), area, &grid)
    }
    expectScreens("drop-list-above", columns: 30, rows: 10, sets: [.block, .ascii]) { area, grid in
      draw(DropList(values, cursor: 4), at: Rect(x: 20, y: 8, width: 10, height: 1), area, &grid)
    }
    expectScreens("drop-list-small", columns: 12, rows: 3, sets: [.block]) { area, grid in
      draw(DropList(values, cursor: 6), at: Rect(x: 2, y: 0, width: 10, height: 1), area, &grid)
    }
  }
}
