// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"commonplace/generator/source"
)

// date reads a day.
func (r *reader) date(n *source.Node) string {
	text := r.one(n)
	if text == "" {
		return ""
	}
	day, ok := isoDate(text)
	if ok {
		return day
	}
	day, why := otherDate(text)
	switch why {
	case notADate:
		r.report(source.CodeBadDate, n.Span(), quote(text)+" is not a date such as 2026-04-03", "write year-month-day")
	case twoDates:
		r.report(source.CodeBadDate, n.Span(), quote(text)+" can be two days: nobody can tell the month from the day", "write year-month-day")
	}
	return day
}

// isoDate reads the day of an ISO 8601 date or of a YAML timestamp (yaml.org/type/timestamp.html) as it is written, whatever the zone.
func isoDate(s string) (day string, ok bool) {
	var part [3]int
	rest := s
	for i := range part {
		n := 0
		for n < len(rest) && n < 4 && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if i == 0 && n != 4 || i > 0 && (n < 1 || n > 2) {
			return "", false
		}
		part[i], _ = strconv.Atoi(rest[:n])
		if rest = rest[n:]; i < 2 {
			if rest == "" || rest[0] != '-' {
				return "", false
			}
			rest = rest[1:]
		}
	}
	if rest != "" && rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ' {
		return "", false
	}
	y, m, d := part[0], part[1], part[2]
	if m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return "", false
	}
	if len(s) == len("2006-01-02") {
		return s, true
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d), true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// dateFault says why a text is no day.
type dateFault uint8

const (
	aDate dateFault = iota
	notADate
	twoDates
)

// months are known by their first three letters, in English, as programs write them (RFC 5322, section 3.3).
const months = "janfebmaraprmayjunjulaugsepoctnovdec"

// otherDate reads a day in the ways that have one meaning: 2024/1/5, 20240105, 5 January 2024, January 5th, 2024, Fri, 05 Jan 2024
// 10:00:00 GMT, and 13/1/2024, where one of the numbers can be no month.
func otherDate(s string) (day string, fault dateFault) {
	const longest = 64
	if len(s) > longest {
		return "", notADate
	}
	if n, err := strconv.Atoi(s); err == nil && len(s) == len("20060102") {
		return checked(n/10000, n/100%100, n%100)
	}
	fields := strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(",/.-", c) })
	month := 0
	var numbers []int
	for _, f := range fields {
		digits := strings.TrimRightFunc(f, unicode.IsLetter)
		n, err := strconv.Atoi(digits)
		switch suffix := strings.ToLower(f[len(digits):]); {
		case len(numbers) == 3 || len(numbers) == 2 && month > 0: // the time of day
		case err == nil && (suffix == "" || suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th" || suffix == "t"):
			numbers = append(numbers, n)
		case err == nil:
			return "", notADate
		case digits == "" && len(suffix) >= 3 && month == 0 && monthOf(suffix) > 0:
			month = monthOf(suffix)
		case digits == "" && isWeekday(suffix) || suffix == "of":
		default:
			return "", notADate
		}
	}
	switch {
	case month > 0 && len(numbers) == 2 && numbers[0] > 31:
		return checked(numbers[0], month, numbers[1])
	case month > 0 && len(numbers) == 2:
		return checked(numbers[1], month, numbers[0])
	case month > 0 || len(numbers) != 3:
		return "", notADate
	case numbers[0] > 31:
		return checked(numbers[0], numbers[1], numbers[2])
	case numbers[0] > 12:
		return checked(numbers[2], numbers[1], numbers[0])
	case numbers[1] > 12 || numbers[0] == numbers[1]:
		return checked(numbers[2], numbers[0], numbers[1])
	}
	if _, fault = checked(numbers[2], numbers[0], numbers[1]); fault == aDate {
		fault = twoDates
	}
	return "", fault
}

func monthOf(word string) int {
	at := strings.Index(months, word[:3])
	if at < 0 || at%3 != 0 {
		return 0
	}
	names := []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	if name := names[at/3]; len(word) > 3 && name != word && word != "sept" {
		return 0
	}
	return at/3 + 1
}

func isWeekday(word string) bool {
	for _, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if len(word) >= 3 && strings.HasPrefix(day, word) {
			return true
		}
	}
	return false
}

func checked(year, month, day int) (string, dateFault) {
	if year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return "", notADate
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day), aDate
}
