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
