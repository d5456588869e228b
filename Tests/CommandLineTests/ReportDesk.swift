// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import TestSupport
import Testing

/// A coordinator's desk with twelve visits to two brands.
struct ReportDesk {
  static let yaml = """
    program: { code: skyline, name: Moments of truth, outcome: overall }
    waves: [{ code: spring }, { code: autumn }]
    brands:
      - { code: sky, name: Skyline Air, subject: own }
      - { code: polar, name: Polar Wings, subject: competitor }
    segments: [{ code: family }]
    scenarios: [{ code: pushchair, segment: family }, { code: late }]
    locations:
      - { code: ARN, name: Arlanda, brand: sky, unit: north }
      - { code: OSL, name: Gardermoen, brand: sky, unit: west }
      - { code: HEL, name: Vantaa, brand: polar, unit: east }
    journeys: [{ code: flight, moments_planned: 3 }]
    interactions:
      - { code: queue, name: The queue, process: flight, stage: arrival, form: in person, order: 1,
          kind: minutes, better: lower, attributes: { step: wait } }
      - { code: greet, name: The welcome, process: flight, stage: arrival, form: in person,
          order: 2, kind: rating, min: 1, max: 5, unit_cost: 2, frequency_per_year: 1000,
          currency: EUR, importance: 7 }
      - { code: desk, name: The desk, process: flight, stage: arrival, form: in person, order: 3,
          kind: rating, min: 1, max: 5, unit_cost: 3, frequency_per_year: 100, currency: EUR,
          importance: 3 }
      - { code: bag, name: Bag taken, process: flight, stage: arrival, form: goods/services,
          order: 4, kind: yesno }
      - { code: said, name: What they said, order: 5, kind: text }
      - { code: never, name: The letter, stage: after, form: written, order: 6, kind: rating,
          min: 1, max: 5, frequency_per_year: 50 }
      - { code: overall, name: All in all, order: 7, kind: rating, min: 1, max: 10 }
    targets:
      - { interaction: overall, measure: mean, value: 8 }
      - { interaction: greet, measure: misery_rate, value: 0.1, wave: spring }
    """

  let desk: CoordinatorDesk
  private(set) var ada = Hand("Ada", 1)
  private(set) var visits: [[FieldModel.Record]] = []

  init() throws {
    desk = try CoordinatorDesk(program: Self.yaml)
    for place in 0..<12 {
      let location = ["ARN", "OSL", "HEL"][place % 3]
      let greet = place % 5 + 1
      let visit = ada.visit(
        "v\(place < 10 ? "0" : "")\(place)",
        to: location,
        [
          "wave": .text(place < 6 ? "spring" : "autumn"),
          "scenario": .text(place % 4 == 3 ? "late" : "pushchair"),
        ],
        answers: [
          "queue": number(place * 2), "greet": number(greet),
          "desk": number((place * 7) % 5 + 1), "bag": .boolean(place % 2 == 0),
          "overall": number(greet + place % 4), "said": .text("<b>Hello</b>"),
        ]
      )
      visits.append(visit)
    }
    try desk.receive(visits.flatMap(\.self), from: [ada.card])
  }

  /// The observation of an interaction on a visit.
  func observation(_ interaction: String, of visit: Int) throws -> FieldModel.Record {
    try #require(visits[visit].first { $0.value(of: "interaction") == .text(interaction) })
  }

  /// A report as scripts read it.
  func report(_ line: String) throws -> ReportAnswer {
    let text = try desk.run("report \(line) --program skyline --json")
    return ReportAnswer(try JSONSerialization.jsonObject(with: Data(text.utf8)))
  }
}

/// JSON by its names.
struct ReportAnswer {
  private let json: Any?

  init(_ json: Any?) { self.json = json is NSNull ? nil : json }

  subscript(name: String) -> ReportAnswer { ReportAnswer((json as? [String: Any])?[name]) }

  var list: [ReportAnswer] { (json as? [Any])?.map(ReportAnswer.init) ?? [] }

  var names: Set<String> { Set((json as? [String: Any])?.keys.map(\.self) ?? []) }

  var number: Double? { (json as? NSNumber)?.doubleValue }

  var text: String? { json as? String }

  /// The row of a code.
  func row(_ code: String) -> ReportAnswer {
    list.first { $0["code"].text == code } ?? ReportAnswer(nil)
  }
}
