/// A page as one file of HTML with everything in it: the style, the charts as SVG, no script, nothing from elsewhere. It is
/// well-formed XML too.
struct HTMLPage: PageFormat {
  func write(_ page: Page, to output: inout [UInt8]) {
    var writer = MarkupWriter(appendingTo: output)
    writer.raw("<!DOCTYPE html>\n")
    writer.element("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]) { html in
      html.line()
      head(page, &html)
      html.element("body") { body in
        body.line()
        body.element("main") { main in
          main.element("header") { header(page, &$0) }
          main.line()
          for section in page.sections { write(section, &main) }
        }
        body.line()
      }
      html.line()
    }
    writer.line()
    output = writer.bytes
  }

  private func head(_ page: Page, _ html: inout MarkupWriter) {
    html.element("head") { head in
      head.line()
      head.empty("meta", ["charset": "utf-8"])
      head.line()
      // Should a text ever become markup, it could still load and run nothing.
      head.empty(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        ])
      head.line()
      head.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      head.line()
      head.empty("meta", ["name": "color-scheme", "content": "light dark"])
      head.line()
      head.empty("meta", ["name": "generator", "content": "wraptop"])
      head.line()
      head.element("title", text: page.title)
      head.line()
      head.element("style") { $0.raw(pageStyle) }
      head.line()
    }
    html.line()
  }

  private func header(_ page: Page, _ header: inout MarkupWriter) {
    header.element("h1", text: page.title)
    for line in page.subtitle {
      header.element("p", text: line)
    }
  }

  private func write(_ section: Page.Section, _ writer: inout MarkupWriter) {
    let heading = writer.newIdentifier()
    writer.element("section", ["aria-labelledby": heading]) { writer in
      writer.line()
      if section.isDetail {
        writer.element("details") { details in
          details.element("summary") { $0.element("h2", ["id": heading], text: section.title) }
          details.line()
          for block in section.blocks { write(block, &details) }
        }
      } else {
        writer.element("h2", ["id": heading], text: section.title)
        writer.line()
        for block in section.blocks { write(block, &writer) }
      }
    }
    writer.line()
  }

  private func write(_ block: Page.Block, _ writer: inout MarkupWriter) {
    switch block {
    case .heading(let text): writer.element("h3") { $0.write(text) }
    case .paragraph(let text): writer.element("p", text: text)
    case .figures(let figures): writer.write(figures)
    case .table(let table): writer.write(table)
    case .chart(let chart): writer.write(chart)
    case .cards(let cards): for card in cards { writer.write(card) }
    }
    writer.line()
  }
}

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
