// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

@Suite("What was seen is recorded as it was typed")
struct ObserveTests {
  let laptop: Laptop

  init() throws {
    laptop = try Laptop()
    try laptop.begin("V1")
  }

  @Test(arguments: [
    ("queue", "12.5", "12.5"), ("desk", "4", "4"), ("bag", "yes", "yes"),
    ("bag", "N", "no"), ("bag", "3", "3"), ("said", "Ça va — 好", "Ça va — 好"),
    ("ticket", "APP", "app"), ("papers", "pass, visa", "pass visa"), ("fee", "12.50", "12.5"),
    ("people", "7", "7"), ("full", "85 %", "0.85"), ("called", "14:05", "14:05"),
    ("booked", "2026-02-01", "2026-02-01"), ("desk", "-5", "-5"), ("desk", "-12.25", "-12.25"),
  ])
  func `an answer is read by its interaction's kind`(
    interaction: String,
    typed: String,
    shown: String
  ) throws {
    let outcome = try laptop.run("observe", interaction, typed)
    #expect(outcome.output == "V1  \(interaction): \(shown)\n", "\(outcome)")
  }

  @Test(arguments: [
    ("queue", "a while"), ("desk", "1,000"), ("bag", "perhaps"), ("people", "2.5"),
    ("called", "17;42"), ("booked", "28/01/215"), ("nowhere", "1"),
  ])
  func `an answer that cannot be read is refused, and nothing is stored`(
    interaction: String,
    typed: String
  ) throws {
    let outcome = try laptop.run("observe", interaction, typed)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.error.hasPrefix("error: "))
    #expect(try laptop.answer("visit", "show")["observations"].list.isEmpty)
  }

  @Test func `what happens several times on a visit is observed each time`() throws {
    try laptop.run("observe", "desk", "4")
    let second = try laptop.run("observe", "desk", "2", "--occurrence", "2")
    #expect(second.output == "V1  desk (2): 2\n")
    try laptop.run("observe", "desk", "1", "--occurrence", "2")
    let lines = try laptop.answer("visit", "show")["observations"].list
    #expect(lines.map { $0["value"].number } == [4, 1])
    #expect(lines[1]["occurrence"].number == 2)
    #expect(try laptop.run("observe", "desk", "1", "--occurrence", "0").status == 64)
  }

  @Test func `an answer outside the scale is kept with a warning`() throws {
    let outcome = try laptop.run("observe", "desk", "9")
    #expect(outcome.status == 0)
    #expect(outcome.error.contains("outside"), "\(outcome)")
    let other = try laptop.answer("observe", "ticket", "stone")
    #expect(other["out_of_range"].isTrue)
  }

  @Test func `a reason for no value stands in its place`() throws {
    for (flag, reason) in [
      ("--not-applicable", "not_applicable"), ("--refused", "refused"),
      ("--left-blank", "left_blank"),
    ] {
      try laptop.run("observe", "desk", flag)
      let line = try laptop.answer("visit", "show")["observations"][0]
      #expect(line["absent_reason"].text == reason)
      #expect(line["value"].isNull)
    }
    #expect(try laptop.run("observe", "desk", "4", "--refused").status == 64)
    #expect(try laptop.run("observe", "desk", "--left-blank", "--refused").status == 64)
  }

  @Test func `observing again writes what is said and leaves the rest`() throws {
    try laptop.run("observe", "desk", "4", "--note", "slow", "--asked-for", "pass,visa")
    #expect(try laptop.answer("observe", "desk", "4")["changed"].isTrue == false)
    try laptop.run("observe", "desk", "--verdict", "-1", "--moved-to", "gate", "--at", "-10m")
    let line = try laptop.answer("visit", "show")["observations"][0]
    #expect(line["value"].number == 4)
    #expect(line["note"].text == "slow")
    #expect(line["verdict"].text == "misery")
    #expect(line["verdict_degree"].number == -1)
    #expect(line["asked_for"].texts == ["pass", "visa"])
    #expect(line["moved_to"].text == "gate")
    #expect(!line["observed_at"].isNull)
    #expect(!line["entered_at"].isNull)
    #expect(try laptop.answer("history", "desk").list.count == 7)
  }

  @Test func `options say the same after a space and after an equals sign`() throws {
    let options = [
      ("--store", laptop.folder.path), ("--visit", "V1"), ("--verdict", "magic"),
      ("--seconds", "2m30s"), ("--note", "Two of six"), ("--at", "2026-02-01 14:05"),
      ("--asked-for", "pass,visa"), ("--moved-to", "gate"),
    ]
    let apart = ["observe", "desk", "4"] + options.flatMap { [$0, $1] }
    #expect(try laptop.start(apart).wait().output == "V1  desk: 4\n")
    let joined = ["observe", "--json", "desk", "4"] + options.map { "\($0)=\($1)" }
    let again = try Answer(try laptop.start(joined).wait())
    #expect(again["interaction"].text == "desk")
    #expect(!again["changed"].isTrue)
    #expect(try laptop.answer("history", "desk").list.count == 8)
  }

  @Test func `what is used wrongly says so`() throws {
    for arguments in [
      ["observe"], ["observe", "desk"], ["observe", "desk", "1", "2"],
      ["observe", "desk", "4", "--vrdict", "magic"], ["observe", "desk", "4", "--atomic"],
    ] {
      let outcome = try laptop.start(arguments).wait()
      #expect(outcome.status == 64, "\(arguments): \(outcome)")
    }
    #expect(try laptop.answer("visit", "show")["observations"].list.isEmpty)
  }

  @Test func `a coordinator corrects under their own name`() throws {
    let desk = try Laptop(of: "Cleo", role: .coordinator)
    let visit = try #require(try laptop.answer("visit", "show")["visit"].text)
    try laptop.run("observe", "desk", "4")
    try desk.takeVisits(of: laptop)
    let outcome = try desk.run("observe", "desk", "5", "--visit", visit)
    #expect(outcome.status == 0, "\(outcome)")
    let history = try desk.answer("history", visit).list
    let last = try #require(history.last)
    #expect(last["author"].text == "Cleo")
    #expect(last["authority"].text == "coordinator")
    #expect(last["before"].number == 4)
    #expect(last["after"].number == 5)
  }
}
