// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// The three-question report answers its questions, and hides nothing.
@Suite struct AnswersTests {
  private static let questions = [
    "How well are we doing?", "What can we improve?", "What do competitors do better than us?",
  ]

  private static func page(_ visits: [VisitMoments]) throws -> [Markup.Element] {
    let facts = program(rating("desk"), rating("overall"), outcome: "overall")
    var report = InteractionReport(facts)
    var importance = try #require(ImportanceReport(facts))
    var compare = CompareReport(facts)
    for visit in visits {
      report.add(visit)
      importance.add(visit)
      compare.add(visit)
    }
    let interactions = try #require(report.results.first)
    var answers = Answers(program: "Clinics", basis: report.basis, interactions: interactions)
    answers.importance = importance.result(.mean, by: .pearson)
    answers.compare = compare.result
    return try Markup(Page(answers).html()).elements
  }

  private static let visits = (0..<12).map { index in
    let value = Double(1 + index % 5)
    return visit(["desk": .number(value), "overall": .number(6 - value)])
  }

  @Test func `the three questions are its headings`() throws {
    let headings = try Self.page(Self.visits).filter { $0.name == "h2" }.map(\.text)
    #expect(headings == Self.questions)
  }

  @Test func `a report over nothing still answers, and says that there is nothing`() throws {
    let elements = try Self.page([])
    #expect(elements.filter { $0.name == "h2" }.map(\.text) == Self.questions)
    #expect(elements.contains { $0.name == "p" && $0.text == "Nothing was observed." })
    #expect(elements.contains { $0.text.contains("0 visits") })
  }

  @Test func `unsettled conflicts are stated at the top`() throws {
    var unsettled = Self.visits
    unsettled[0].moments[0].isProvisional = true
    unsettled[0].moments[0].provisionalCells = 1
    let notes = try Self.page(unsettled).filter { $0.attributes["role"] == "note" }
    #expect(notes.first?.text.contains("1 cell is provisional") == true)
    #expect(try !Self.page(Self.visits).contains { $0.text.contains("provisional") })
  }

  @Test func `each picture has a sentence, and its figures as a table`() throws {
    let elements = try Self.page(Self.visits)
    let figures = elements.filter { $0.name == "figure" }.count
    #expect(figures >= 3)
    let captions = elements.filter { $0.name == "figcaption" }
    #expect(captions.count == figures && captions.allSatisfy { !$0.text.isEmpty })
    #expect(elements.filter { $0.name == "table" }.count == figures)
  }
}
