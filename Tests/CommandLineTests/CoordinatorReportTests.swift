// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import TestSupport
import Testing

@Suite struct `Reports say what the moments come to` {
  private let field: ReportDesk
  private var desk: CoordinatorDesk { field.desk }

  init() throws {
    field = try ReportDesk()
  }

  /// Every report, each with the options that it needs.
  static let all = [
    "answers", "interactions", "interactions --by wave", "importance", "compare", "priorities",
    "journeys", "journeys --by brand", "what-if --remove greet --merge desk,queue", "costs", "plan",
    "commitment", "locations", "shoppers", "surface", "surface --subforms", "discovery",
    "exposure --on 2026-06-01",
    "budget --customers 10000000 --contacts 5 --seconds 15",
  ]

  @Test func `interactions have the keys that suit their kind`() throws {
    let report = try field.report("interactions")
    #expect(report["n_visits"].number == 12)
    let rows = report["interactions"]
    #expect(rows.list.compactMap { $0["code"].text }.first == "queue")
    let greet = rows.row("greet")
    #expect(greet["n"].number == 12)
    #expect(greet["mean"].number == 33.0 / 12)
    #expect(greet["counts"]["1"].number == 3)
    #expect(greet["misery"].number == 6)
    #expect(
      greet.names.isSuperset(of: [
        "kind", "mean", "median", "sd", "min", "max", "sum", "p90", "counts", "misery", "neutral",
        "magic", "out_of_range", "not_applicable", "provisional", "interval", "too_few",
      ])
    )
    #expect(rows.row("bag")["yes"].number == 6)
    #expect(rows.row("bag")["share_yes"].number == 0.5)
    #expect(rows.row("never")["n"].number == 0)
  }

  @Test func `importance and comparison have their keys`() throws {
    let importance = try field.report("importance --crosshair median")
    #expect(importance["outcome"].text == "overall")
    #expect(importance["crosshair"]["rule"].text == "median")
    #expect(importance["n_listwise"].number != nil)
    let desk = importance["interactions"].row("desk")
    #expect(
      desk.names.isSuperset(of: [
        "code", "n", "performance", "importance", "spearman", "standardised", "quadrant",
      ])
    )
    let compared = try field.report("compare")
    #expect(compared["own"].text == "sky")
    #expect(compared["competitors"].list.compactMap(\.text) == ["polar"])
    let greet = compared["interactions"].row("greet")
    #expect(greet.names.isSuperset(of: ["own", "competitor", "gap", "n_own", "n_competitor"]))
    #expect((greet["n_own"].number ?? 0) + (greet["n_competitor"].number ?? 0) == 12)
  }

  @Test func `filters and groups take the visits they name`() throws {
    #expect(try field.report("interactions --brand sky")["n_visits"].number == 8)
    #expect(
      try field.report("interactions --brand sky polar --wave spring")["n_visits"].number == 6
    )
    #expect(try field.report("interactions --segment family")["n_visits"].number == 9)
    #expect(try field.report("interactions --location ARN --unit west")["n_visits"].number == 0)
    let chosen = try field.report("interactions --where unit=north")
    #expect(chosen["n_visits"].number == 4)
    #expect(chosen["filters"]["unit"].list.compactMap(\.text) == ["north"])
    #expect(chosen["visits_left_out"].list.first?["n_visits"].number == 8)
    let groups = try field.report("interactions --by brand wave")["groups"].list
    #expect(groups.compactMap { $0["group"].text }.first == "polar / autumn")
    #expect(groups.count == 4)
  }

  @Test(arguments: all) func `a report fits the terminal, in letters of any age`(
    line: String
  ) throws {
    for options in ["--width 60", "--width 60 --ascii"] {
      let text = try desk.run("report \(line) --program skyline \(options)")
      #expect(text.contains("Moments of truth (skyline): "))
      let lines = text.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 60 }, "\(lines.filter { $0.count > 60 })")
      if options.contains("ascii") { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
    }
  }

  @Test
  func
    `what we plan, pay and would change is ours; else both sides stand together, and it is said`()
    throws
  {
    #expect(try field.report("plan")["n_visits"].number == 8)
    #expect(try field.report("costs")["n_visits"].number == 8)
    #expect(try field.report("plan --brand sky polar")["n_visits"].number == 12)
    let together = "Own and competitors together; ours alone: --where subject=own."
    #expect(try desk.run("report interactions --program skyline --width 200").contains(together))
    let ours = try desk.run("report interactions --program skyline --where subject=own --width 200")
    #expect(!ours.contains("together") && ours.contains(": 8 visits"))
  }

  @Test(arguments: [
    "interactions --wave w9", "interactions --brand nobody", "interactions --location nowhere",
    "interactions --unit moon", "interactions --segment rich", "interactions --scenario none",
    "interactions --by colour", "interactions --where colour=red", "interactions --focus nosuch",
    "journeys --by colour", "interactions --band old=colour:1,2 --by old",
  ]) func `a name that nobody knows is told, and not answered with nothing`(line: String) throws {
    let words = "report \(line) --program skyline".split(separator: " ").map(String.init)
    let outcome = try desk.run(words)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.output.isEmpty && outcome.error.contains("\u{201c}"))
  }

  @Test func `a unit that the program knows may have no visit yet`() throws {
    let empty = try CoordinatorDesk(program: ReportDesk.yaml)
    let text = try empty.run("report interactions --program skyline --unit west")
    #expect(text.contains("0 visits with 0 moments"))
  }

  @Test func `a report says from when to when its visits are`() throws {
    let report = try field.report("interactions")
    #expect(report.names.isSuperset(of: ["first_day", "last_day"]))
  }

  @Test(arguments: all) func `a report without a single visit says so and does not fail`(
    line: String
  ) throws {
    let empty = try CoordinatorDesk(program: ReportDesk.yaml)
    let text = try empty.run("report \(line) --program skyline")
    #expect(text.contains("0 visits with 0 moments"))
    #expect(!text.contains("nan"))
    let json = try empty.run("report \(line) --program skyline --json")
    _ = try JSONSerialization.jsonObject(with: Data(json.utf8))
  }

  @Test func `a report over a conflict says so, and changes when the conflict is settled`() throws {
    var (ada, bo) = (field.ada, Hand("Ada", 1 << 8))
    let seen = try field.observation("greet", of: 0)
    var (left, right) = (seen, seen)
    ada.write(&left, ["value": number(2)], minute: 5)
    bo.write(&right, ["value": number(5)], minute: 6)
    try desk.receive([try left.joined(with: right)], from: [ada.card, bo.card])
    let disputed = try field.report("interactions")
    #expect(disputed["provisional_cells"].number == 1)
    #expect(disputed["interactions"].row("greet")["provisional"].number == 1)
    let text = try desk.run("report answers --program skyline")
    #expect(text.contains("1 cell is provisional: people disagree, and nobody has decided."))

    struct Listed: Decodable { let id: String }
    let conflicts = try desk.json("conflicts list", as: [Listed].self)
    try desk.run("conflicts resolve \(conflicts[0].id) --value 4")
    let settled = try field.report("interactions")
    #expect(settled["provisional_cells"].number == 0)
    #expect(settled["interactions"].row("greet")["mean"].number == 36.0 / 12)
    #expect(try !desk.run("report answers --program skyline").contains("provisional"))
  }

  @Test func `rejected visits are left out, and told`() throws {
    try desk.run("review reject v00 v01 --note invented")
    let report = try field.report("interactions")
    #expect(report["n_visits"].number == 10)
    #expect(report["visits_left_out"].list.first?["why"].text == "rejected")
    #expect(try field.report("interactions --with-rejected")["n_visits"].number == 12)
    try desk.run("review release v02")
    #expect(try field.report("interactions --state released")["n_visits"].number == 1)
  }

  @Test func `the three questions make one page that needs nothing else`() throws {
    try desk.run("report answers --program skyline --html answers.html")
    let page = String(decoding: try desk.folder.read("answers.html"), as: UTF8.self)
    let questions = [
      "How well are we doing?", "What can we improve?", "What do competitors do better than us?",
    ]
    let places = questions.compactMap { page.range(of: $0)?.lowerBound }
    #expect(places.count == 3 && places == places.sorted())
    #expect(page.contains("<svg") && page.contains("n = "))
    #expect(!page.contains("<script") && !page.contains("src="))
    let addresses = page.split(separator: "\"").filter { $0.hasPrefix("http") }
    #expect(addresses.allSatisfy { $0 == "http://www.w3.org/2000/svg" })
  }

  @Test func `pictures are whole files, or what was there before`() throws {
    try desk.run("report importance --program skyline --svg plane.svg")
    let names = try FileManager.default.contentsOfDirectory(atPath: desk.folder.path)
    #expect(names.contains("plane.svg") && names.contains("plane-2.svg"))
    #expect(!names.contains { $0.hasSuffix(".partial") })
    let picture = String(decoding: try desk.folder.read("plane.svg"), as: UTF8.self)
    #expect(picture.hasPrefix("<svg") && picture.hasSuffix("</svg>\n"))
    let line = ["report", "importance", "--program", "skyline", "--svg", "no/such/folder.svg"]
    let outcome = try desk.run(line)
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("no/such/folder.svg cannot be written"))
  }

  @Test func `a visit is shown in slow motion`() throws {
    let text = try desk.run("replay v03 --width 100")
    #expect(text.contains("in slow motion"))
    #expect(text.contains("The welcome"))
    let json = try desk.run("replay v03 --json")
    let replay = ReportAnswer(try JSONSerialization.jsonObject(with: Data(json.utf8)))
    #expect(replay["visit"].text == "v03")
    #expect(replay["steps"].list.first?["kind"].text == "wait")
    try desk.run("replay v03 --svg visit.svg")
    #expect(try !desk.folder.read("visit.svg").isEmpty)
  }

  @Test func `plan, costs and budget are reckoned`() throws {
    let plan = try field.report("plan")["plan"].list
    #expect(plan.first?["interaction"].text == "greet")
    #expect(plan.contains { $0["measure"].text == "mean" && $0["planned"].number == 8 })
    let costs = try field.report("costs")
    let greet = costs["interactions"].row("greet")
    #expect(greet["misery_cost_per_year"].number == 1_000)
    #expect(costs["totals"].list.first?["currency"].text == "EUR")
    let budget = try field.report("budget --customers 10000000 --contacts 5 --seconds 15")
    #expect(budget["moments_per_year"].number == 50_000_000)
    #expect(Int(budget["hours_per_year"].number ?? 0) == 208_333)
    let text = try desk.run(
      "report budget --program skyline --customers 10000000 --contacts 5 --seconds 15 --width 200"
    )
    #expect(text.contains("50,000,000 moments and 208,333 hours a year"))
  }

  @Test func `a plan that changed says who put what, and when`() throws {
    #expect(try !desk.run("report plan --program skyline").contains("How the plan changed"))
    let changed = ReportDesk.yaml.replacing("mean, value: 8 }", with: "mean, value: 9 }")
    _ = try desk.folder.write(changed, to: "changed.yaml")
    try desk.run("program publish changed.yaml")
    let plan = try field.report("plan")
    #expect(plan["plan"].list.contains { $0["planned"].number == 9 })
    let versions = plan["versions"].list.filter { $0["interaction"].text == "overall" }
    #expect(versions.map { $0["planned"].number } == [8, 9])
    #expect(versions.map { $0["before"].number } == [nil, 8])
    #expect(versions.allSatisfy { $0["author"].text?.isEmpty == false })
    #expect(try desk.run("report plan --program skyline").contains("How the plan changed"))
  }

  @Test func `what is used wrongly is told with what to do`() throws {
    let usages = [
      "report interactions", "report importance --program skyline --crosshair middle",
      "report interactions --program skyline --where north", "report what-if --program skyline",
      "report interactions --program skyline --band age=Age", "report budget --program skyline",
      "report interactions --program skyline --width 7",
    ]
    for line in usages {
      #expect(try desk.run(line.split(separator: " ").map(String.init)).status == 64, "\(line)")
    }
    let bad = [
      "report interactions --program skylin", "report importance --program skyline --outcome nil",
      "report what-if --program skyline --remove desk --journey train", "replay v99",
    ]
    for line in bad {
      #expect(try desk.run(line.split(separator: " ").map(String.init)).status == 65, "\(line)")
    }
  }

  @Test func `only a coordinator sees who the shoppers are`() throws {
    let named = try field.report("shoppers --identify")["ranking"].list
    #expect(named.compactMap { $0["group"].text } == ["Ada"])
    let hidden = try field.report("shoppers")["ranking"].list
    #expect(hidden.compactMap { $0["group"].text } == ["S-1"])
    let viewer = try CoordinatorDesk.skyline(role: .viewer)
    let line = ["report", "shoppers", "--program", "skyline", "--identify"]
    #expect(try viewer.run(line).status == 77)
  }
}
