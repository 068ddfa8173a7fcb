extension MarkupWriter {
  /// Writes a text as what it is. The direction of a name is its own business.
  mutating func write(_ text: PageText) {
    switch text.kind {
    case .words, .figure:
      if text.tone == .plain {
        self.text(text.text)
      } else {
        element("span", ["class": text.tone.rawValue], text: text.text)
      }
    case .name: element("bdi", text: text.text)
    case .status: element("span", ["class": "status \(text.tone.rawValue)"], text: text.text)
    }
  }

  /// Writes figures beside each other.
  mutating func write(_ figures: [Page.KeyFigure]) {
    element("dl", ["class": "figures"]) { list in
      for figure in figures {
        list.line()
        list.element("div") { item in
          item.element("dt", text: figure.label)
          item.element("dd", ["class": "value \(figure.tone.rawValue)"], text: figure.value)
          if !figure.note.isEmpty { item.element("dd", ["class": "note"], text: figure.note) }
        }
      }
      list.line()
    }
  }

  /// Writes a table that can be moved sideways where it is too wide.
  mutating func write(_ table: PageTable) {
    element("div", ["class": "wide", "role": "region", "tabindex": "0", "aria-label": table.caption]) { region in
      region.element("table") { body in
        body.line()
        body.element("caption", text: table.caption)
        body.line()
        body.element("thead") { head in
          head.element("tr") { row in
            for column in table.columns {
              row.element("th", ["scope": "col", "class": column.isFigures ? "figure" : "words"], text: column.title)
            }
          }
        }
        body.line()
        body.element("tbody") { rows in
          for row in table.rows {
            rows.line()
            rows.element("tr") { $0.write(row, of: table) }
          }
        }
        body.line()
      }
    }
  }

  private mutating func write(_ row: [PageText], of table: PageTable) {
    for (number, cell) in row.enumerated() {
      if number == 0 {
        element("th", ["scope": "row"]) { $0.write(cell) }
      } else {
        element("td", ["class": table.columns[number].isFigures ? "figure" : "words"]) { $0.write(cell) }
      }
    }
  }

  /// Writes a chart with what stands beside it.
  mutating func write(_ chart: Chart) {
    element("figure") { figure in
      figure.writeCaption(of: chart)
      switch chart.content {
      case .columns(let columns): columns.draw(chart, into: &figure)
      case .bars(let bars): bars.draw(chart, into: &figure)
      case .gauge(let gauge): gauge.draw(chart, into: &figure)
      case .course(let course): course.draw(chart, into: &figure)
      }
      figure.element("p", ["class": "note"], text: chart.note)
    }
  }

  // Columns and bars are called as their section is.
  private mutating func writeCaption(of chart: Chart) {
    func caption(_ writer: inout MarkupWriter, _ more: (inout MarkupWriter) -> Void) {
      writer.element("figcaption") { caption in
        caption.element("strong", text: chart.title)
        more(&caption)
      }
      writer.line()
    }
    switch chart.content {
    case .columns, .bars: break
    case .course: caption(&self) { _ in }
    case .gauge(let gauge):
      caption(&self) { caption in
        caption.text(" ")
        caption.write(gauge.status)
        caption.text(" " + gauge.text)
      }
    }
  }

  /// Writes a card.
  mutating func write(_ card: Page.Card) {
    element("article", ["class": "card \(card.badge.tone.rawValue)"]) { article in
      article.element("h3") { heading in
        heading.write(card.badge)
        heading.text(" ")
        heading.write(card.title)
      }
      article.element("p", text: card.text)
      guard !card.details.isEmpty else { return }
      article.element("dl", ["class": "details"]) { list in
        for detail in card.details {
          list.element("div") { item in
            item.element("dt", text: detail.name)
            item.element("dd", text: detail.value)
          }
        }
      }
    }
    line()
  }
}

extension Chart {
  /// What stands below it.
  fileprivate var note: String {
    if case .gauge(let gauge) = content { return gauge.note }
    return summary
  }
}
