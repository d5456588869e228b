// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalStore
import TestSupport
import Testing

private struct Line: Decodable {
  let visitCode: String
  let reviewState: String?
  let note: String?
  let reviewer: String?
  let shopper: String
}

private struct Decision: Decodable {
  let visitCode: String
  let before: String?
  let state: String
  let changed: Bool
}

@Suite struct `A coordinator decides on visits` {
  private let desk: CoordinatorDesk

  init() throws {
    desk = try .skyline()
    var ada = Hand("Ada", 1)
    let visits = [
      ada.visit("v1", answers: ["desk": number(4)]),
      ada.visit("v2", ["state": .text("in_progress")], answers: ["desk": number(3)]),
      ada.visit("v3", answers: ["desk": number(2)]),
    ]
    try desk.receive(visits.flatMap(\.self), from: [ada.card])
  }

  @Test func `what is finished and undecided comes first`() throws {
    try desk.run("review approve v1 --note fine")
    let lines = try desk.json("review list", as: [Line].self)
    #expect(lines.map(\.visitCode) == ["v3", "v2", "v1"])
    #expect(lines[2].reviewState == "approved")
    #expect((lines[2].note, lines[2].reviewer, lines[2].shopper) == ("fine", "Coco", "Ada"))
    let undecided = try desk.json("review list --state undecided", as: [Line].self)
    #expect(undecided.map(\.visitCode) == ["v3", "v2"])
    #expect(try desk.json("review --program skyline", as: [Line].self).count == 3)
  }

  @Test(arguments: [
    ("approve", "approved"), ("return", "returned"), ("reject", "rejected"), ("hold", "held"),
    ("release", "released"),
  ])
  func `a decision is a record beside the visit`(verb: String, state: String) throws {
    let first = try desk.json("review \(verb) v1 v3", as: [Decision].self)
    #expect(first.map(\.state) == [state, state])
    #expect(first.allSatisfy { $0.changed && $0.before == nil })
    let again = try desk.json("review \(verb) v1", as: [Decision].self)
    #expect(again.map(\.changed) == [false])
    try desk.pull("skyline", to: "out")
    let reviews = try desk.rows("out/reviews.csv")
    #expect(reviews.map { $0["visit_code"] } == ["v1", "v3"])
    #expect(reviews.allSatisfy { $0["state"] == state && $0["at_tz"] == "Europe/Stockholm" })
    #expect(try desk.rows("out/visits.csv").map { $0["review_state"] } == [state, "", state])
  }

  @Test func `only released visits are in a released dataset`() throws {
    try desk.run("review release v3")
    try desk.pull("skyline", to: "out", "--state released")
    #expect(try desk.rows("out/visits.csv").map { $0["visit_code"] } == ["v3"])
    #expect(try desk.rows("out/observations.csv").count == 1)
    #expect(try desk.rows("out/reviews.csv").count == 1)
  }

  @Test func `an unfinished visit is returned or held, not approved`() throws {
    for verb in ["approve", "release"] {
      let outcome = try desk.run(["review", verb, "v1", "v2"])
      #expect(outcome.status == 1)
      #expect(outcome.error.contains("--force"))
    }
    #expect(try desk.json("review list --state undecided", as: [Line].self).count == 3)
    try desk.run("review return v2 --note unfinished")
    try desk.run("review approve v2 --force")
    #expect(try desk.json("review list --state approved", as: [Line].self).count == 1)
  }

  @Test func `an older decision's reason is not carried into a new one, but stays in the history`()
    throws
  {
    try desk.run("review return v1 --note receipt-missing")
    try desk.run("review approve v1")
    let line = try desk.json("review list --state approved", as: [Line].self).first
    #expect(line?.note == nil)
    let shown = try desk.run("review show v1")
    #expect(shown.contains("receipt-missing"))
  }

  @Test func `attributes are kept, and are columns of the dataset`() throws {
    _ = try desk.run(["review", "hold", "v1", "--attribute", "Second look=by = Bo", "--note=-"])
    try desk.pull("skyline", to: "out", "--raw")
    let review = try desk.rows("out/reviews.csv").first
    #expect(review?["attribute_second_look"] == "by = Bo")
    #expect(review?["note"] == "-")
    #expect(try desk.run(["review", "hold", "v1", "--attribute", "nothing"]).status == 64)
  }

  @Test func `a visit that is not here is bad input, and decides nothing`() throws {
    #expect(try desk.run(["review", "hold", "v1", "v7"]).status == 65)
    #expect(try desk.json("review list --state held", as: [Line].self).isEmpty)
  }

  @Test
  func `two coordinators who decide differently release nothing until one of them settles it`()
    throws
  {
    var (ada, cy, di) = (
      Hand("Ada", 1), Hand("Cy", 5, as: .coordinator), Hand("Di", 6, as: .coordinator)
    )
    let visit = ada.visit("v1")[0].header
    let id = Review.id(visit: visit.id)
    let header = RecordHeader(id: id, kind: .review, scope: visit.scope, parent: visit.id)
    var (left, right) = (FieldModel.Record(header: header), FieldModel.Record(header: header))
    cy.write(&left, ["state": .text("released")])
    di.write(&right, ["state": .text("rejected")])
    try desk.receive([try left.joined(with: right)], from: [cy.card, di.card])
    try desk.pull("skyline", to: "out", "--state released")
    #expect(try desk.rows("out/visits.csv").isEmpty)
    try desk.pull("skyline", to: "all")
    #expect(try desk.rows("all/reviews.csv").first?["provisional"] == "true")
    #expect(try desk.rows("all/conflicts.csv").map { $0["kind"] } == ["review", "review"])
    try desk.run("review release v1")
    try desk.pull("skyline", to: "out", "--state released")
    #expect(try desk.rows("out/visits.csv").map { $0["visit_code"] } == ["v1"])
  }

  @Test func `a shopper's store decides nothing`() throws {
    let desk = try CoordinatorDesk.skyline(role: .shopper)
    var ada = Hand("Ada", 1)
    try desk.receive(ada.visit("v1"), from: [ada.card])
    #expect(try desk.run(["review", "approve", "v1"]).status == 77)
  }

  @Test func `a correction is a change under the coordinator's name`() throws {
    try desk.run("visit edit v1 desk.value 1")
    #expect(try desk.run("visit show v1").contains("desk"))
    #expect(try desk.run("visit list").contains("v1"))
    try desk.pull("skyline", to: "out")
    let row = try desk.rows("out/observations.csv").first
    #expect((row?["value"], row?["original_value"]) == ("1", "4"))
  }
}
