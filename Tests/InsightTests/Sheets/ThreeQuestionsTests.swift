// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// The three-question report answers its questions, and hides nothing.
@Suite struct ThreeQuestionsTests {
  private static let questions = [
    "How well are we doing?", "What can we improve?", "What do competitors do better than us?",
  ]

  private static func page(_ visits: [VisitMoments]) throws -> [Markup.Element] {
    var facts = program(rating("desk"), rating("overall"), outcome: "overall")
    facts.subjects = ["ours": .own, "theirs": .competitor]
    var questions = ThreeQuestions(facts, rule: .mean)
    for visit in visits { questions.add(visit) }
    return try Markup(questions.sheet.page.html()).elements
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
    #expect(elements.contains { $0.name == "p" && $0.text == "Nothing was observed yet." })
    #expect(elements.contains { $0.text.contains("Of 0 visits to our own places, of 0 in all.") })
  }

  @Test func `visits to competitors answer the third question alone`() throws {
    let theirs = (0..<12).map { index in
      visit(["desk": .number(5), "overall": .number(Double(1 + index % 5))]) {
        ($0.brand, $0.subject) = ("theirs", .competitor)
      }
    }
    let ours = Self.visits.map { visit in
      var visit = visit
      (visit.context.brand, visit.context.subject) = ("ours", .own)
      return visit
    }
    let texts = try Self.page(ours + theirs).map(\.text)
    #expect(texts.contains("Of 12 visits to our own places, of 24 in all."))
    #expect(texts.contains { $0.hasPrefix("“desk”: theirs does better, −") })
  }

  @Test func `each picture has a sentence, and its figures as a table`() throws {
    let elements = try Self.page(Self.visits)
    let figures = elements.filter { $0.name == "figure" }.count
    #expect(figures >= 3)
    let captions = elements.filter { $0.name == "figcaption" }
    #expect(captions.count == figures && captions.allSatisfy { !$0.text.isEmpty })
    #expect(elements.filter { $0.name == "details" }.count == figures)
  }
}
