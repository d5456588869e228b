// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What is known of a visit besides its moments: all that figures are grouped and chosen by.
package struct VisitContext: Sendable {
  /// The code that people call the visit by, else the name of its record.
  package var visit: Label

  /// The part of the company that runs the place.
  package var unit: Label?

  /// The round of visits.
  package var wave: Label?

  /// The place.
  package var location: Label?

  /// The brand of the place.
  package var brand: Label?

  /// Whose company the brand is; nil where the place has no brand that the program knows.
  package var subject: Subject?

  /// The customer group that was played.
  package var segment: Label?

  /// What was played.
  package var scenario: Label?

  /// Who played the customer; a pseudonym as a rule.
  package var shopper: Label?

  /// Who speaks.
  package var voice = Voice.shopper

  /// When the visit began.
  package var startedAt: LocalTime?

  /// When the visit ended.
  package var finishedAt: LocalTime?

  /// The day of the visit as it was entered.
  package var day: CalendarDate?

  /// Free attributes of the visit and of its place, by name.
  package var attributes: [Label: Label] = [:]

  /// What was noted on the way, in a word or two each, before anybody said what it was.
  package var ticks: [Label] = []

  /// How many cells of the visit are provisional.
  package var provisionalCells = 0

  /// A visit of which nothing is known but its name.
  package init(_ visit: Label) {
    self.visit = visit
  }

  /// The day of the visit: as entered, else that of its beginning by the clock of the place.
  package var date: CalendarDate? { day ?? startedAt?.day }

  /// The month by the clock of the place, such as `2026-02`.
  package var month: Label? {
    date.map { Label("\($0.description.prefix(7))") }
  }
}

/// What figures may be grouped by.
package enum Dimension: Hashable, Sendable {
  /// The company shopped.
  case brand
  /// Own, franchise or competitor.
  case subject
  /// The round of visits.
  case wave
  /// The place.
  case location
  /// The part of the company that runs the place.
  case unit
  /// The customer group that was played.
  case segment
  /// What was played.
  case scenario
  /// Who played the customer.
  case shopper
  /// Who speaks.
  case voice
  /// The month of the visit.
  case month
  /// A free attribute of the visit or of its place.
  case attribute(Label)

  /// The dimension of a name, such as `brand`; any other name is that of an attribute.
  package init(named name: String) {
    self = Dimension.named.first { $0.name == name } ?? .attribute(Label(name))
  }

  /// The dimensions that every visit may have.
  package static let named: [Dimension] = [
    .brand, .subject, .wave, .location, .unit, .segment, .scenario, .shopper, .voice, .month,
  ]

  /// The name, such as `brand`; an attribute's own name.
  package var name: String {
    if case .attribute(let label) = self { label.text } else { "\(self)" }
  }

  /// Which group a visit belongs to; nil where nothing is known.
  package func group(of visit: VisitContext) -> Label? {
    switch self {
    case .brand: visit.brand
    case .subject: visit.subject.map { Label($0.rawValue) }
    case .wave: visit.wave
    case .location: visit.location
    case .unit: visit.unit
    case .segment: visit.segment
    case .scenario: visit.scenario
    case .shopper: visit.shopper
    case .voice: Label(visit.voice.rawValue)
    case .month: visit.month
    case .attribute(let name): visit.attributes[name]
    }
  }
}

/// A group of visits: what each of the dimensions says, in their order; nil where nothing is known.
package struct GroupKey: Hashable, Comparable, Sendable {
  /// What each dimension says.
  package let parts: [Label?]

  /// A group by what each dimension says.
  package init(_ parts: [Label?]) {
    self.parts = parts
  }

  /// The group of a visit.
  package init(_ visit: VisitContext, by dimensions: [Dimension]) {
    parts = dimensions.map { $0.group(of: visit) }
  }

  /// The parts as one line, such as `Business / Personal`; `-` where nothing is known.
  package var text: String {
    parts.map { $0?.text ?? "-" }.joined(separator: " / ")
  }

  /// Orders by the parts; what is not known comes last.
  package static func < (lhs: GroupKey, rhs: GroupKey) -> Bool {
    for (left, right) in zip(lhs.parts, rhs.parts) where left != right {
      guard let left else { return false }
      guard let right else { return true }
      return left < right
    }
    return lhs.parts.count < rhs.parts.count
  }
}
