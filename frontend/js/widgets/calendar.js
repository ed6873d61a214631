// The drawn calendar. Its words, links and changes are those of the page around it.
import { Calendar } from "fullcalendar";
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import theme from "fullcalendar/themes/classic";
import timeGrid from "fullcalendar/timegrid";

const VIEWS = { month: "dayGridMonth", week: "timeGridWeek", day: "timeGridDay" };

export function draw(host, place) {
  const { view, on, zone } = host.dataset;
  const calendar = new Calendar(place, {
    plugins: [dayGrid, timeGrid, interaction, theme],
    initialView: VIEWS[view] ?? VIEWS.week,
    initialDate: on,
    timeZone: zone,
    locale: document.documentElement.lang,
    firstDay: 1,
    headerToolbar: false,
    height: "auto",
    nowIndicator: true,
    dayMaxEvents: 4,
    slotMinTime: "06:00:00",
    slotMaxTime: "22:00:00",
    scrollTime: "08:00:00",
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    events: JSON.parse(document.getElementById("calendar-events").textContent),
    selectable: Boolean(host.dataset.new),
    selectMinDistance: 4,
    select: ({ startStr, endStr, allDay }) => plan(host, allDay ? { starts: `${startStr}T09:00` } : { starts: startStr, ends: endStr }),
    dateClick: ({ dateStr, allDay }) => host.dataset.new && plan(host, { starts: allDay ? `${dateStr}T09:00` : dateStr }),
    eventDrop: ({ event }) => move(host, event),
    eventResize: ({ event }) => move(host, event),
  });
  calendar.render();
  speak(place);
  return calendar;
}

// A label in place of what stands in a cell hides its meetings from who listens; the day is in the text.
function speak(place) {
  for (const cell of place.querySelectorAll(":is([role=gridcell], [role=columnheader])[aria-label]")) {
    cell.removeAttribute("aria-label");
    if (cell.role === "columnheader") {
      for (const part of cell.querySelectorAll("[aria-hidden]")) part.removeAttribute("aria-hidden");
    }
  }
  for (const head of place.querySelectorAll("[role=rowheader]:empty")) head.role = "gridcell";
}

function plan(host, times) {
  location.assign(`${host.dataset.new}?${new URLSearchParams(times)}`);
}

function move(host, { startStr, endStr, extendedProps }) {
  const form = host.querySelector("form");
  form.action = extendedProps.move;
  form.elements.starts.value = startStr;
  form.elements.ends.value = endStr;
  form.elements.version.value = extendedProps.version;
  form.submit();
}
