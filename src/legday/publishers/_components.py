"""What Home Assistant shows of a device: one component each, by key, reading the state and single events.

Only the state, at most once a second, and facts that are rare are shown to it: its recorder writes down every
change. Templates name keys of the state that are always there.
"""

from typing import Any, get_args

from legday.core.workout_events import PhaseName
from legday.exercises import exercises

Component = dict[str, Any]

DIAGNOSTIC: Component = {"entity_category": "diagnostic"}
MEASURED: Component = {"state_class": "measurement"}


def workout_components(root: str, device: str) -> dict[str, Component]:
    """Return what is shown of the workout, and the ways to command it."""
    topic, command = f"{root}/{device}", f"{root}/all/cmd"
    return {
        "count": _count(),
        "cadence": _value("Cadence", "steps_per_min", unit="spm", precision=0, icon="mdi:run", **MEASURED),
        "tempo": _value("Tempo", "counts_per_min", unit="rpm", precision=0, icon="mdi:metronome", **MEASURED),
        "hold": _value("Hold", "hold_s", unit="s", precision=0, device_class="duration", **MEASURED),
        "set": {
            **_value("Set", "set.n", icon="mdi:format-list-numbered"),
            "json_attributes_topic": f"{topic}/state",
            "json_attributes_template": "{{ value_json.set | tojson }}",
        },
        "phase": _value("Phase", "phase", device_class="enum", options=list(get_args(PhaseName))),
        "plan": _value("Plan", "plan", icon="mdi:clipboard-list"),
        "storage": _value(
            "Storage", "storage", device_class="enum", options=["disk", "memory", "full"], **DIAGNOSTIC
        ),
        "exercise": {
            "platform": "select",
            "name": "Exercise",
            "icon": "mdi:weight-lifter",
            "command_topic": f"{command}/exercise",
            "value_template": "{{ value_json.exercise }}",
            "options": list(exercises()),
        },
        "session": {
            "platform": "switch",
            "name": "Session",
            "command_topic": f"{command}/session",
            "payload_on": "start",
            "payload_off": "stop",
            "state_on": "on",
            "state_off": "off",
            "value_template": "{{ 'off' if value_json.phase in ('idle', 'done') else 'on' }}",
        },
        "pause": {
            "platform": "switch",
            "name": "Pause",
            "command_topic": f"{command}/pause",
            "payload_on": "on",
            "payload_off": "off",
            "value_template": "{{ 'on' if value_json.paused else 'off' }}",
        },
        "undo": _button("Undo", f"{command}/undo", "undo"),
        "plus": _button("One more", f"{command}/adjust", "+1"),
        "minus": _button("One less", f"{command}/adjust", "-1"),
        "calibrate": _button("Stand still", f"{command}/calibrate", "calibrate"),
        "set_ended": _event("Set ended", topic, "set_ended"),
        "session_ended": _event("Session ended", topic, "session_ended"),
        "target_reached": _event("Target reached", topic, "target_reached"),
        "set_done": _trigger(topic, "set_ended"),
        "target_done": _trigger(topic, "target_reached"),
    }


def sensor_components(root: str, device: str) -> dict[str, Component]:
    """Return what is shown of a sensor; its link can be seen while the sensor itself is away."""
    topic = f"{root}/{device}"
    return {
        "rep": _event("Repetition", topic, "rep"),
        "jump": _event("Jump", topic, "jump"),
        "retracted": _event("Withdrawn", topic, "retracted"),
        "link": {
            "platform": "binary_sensor",
            "name": "Link",
            "device_class": "connectivity",
            "payload_on": "connected",
            "payload_off": "disconnected",
            "value_template": "{{ value_json.link }}",
            "availability": [{"topic": f"{root}/bridge/status"}],
            **DIAGNOSTIC,
        },
        "battery": _health("Battery", "battery_pct", unit="%", device_class="battery"),
        "loss": _health("Loss", "loss_pct", unit="%", precision=1),
        "rate": _health("Rate", "rate_hz", unit="Hz", device_class="frequency"),
        "rssi": {
            **_health(
                "Signal",
                "rssi_dbm",
                unit="dBm",
                device_class="signal_strength",
            ),
            "enabled_by_default": False,
        },
    }


def _value(name: str, key: str, *, unit: str = "", precision: int | None = None, **more: Any) -> Component:
    component = {"platform": "sensor", "name": name, "value_template": f"{{{{ value_json.{key} }}}}", **more}
    if unit:
        component["unit_of_measurement"] = unit
    if precision is not None:
        component["suggested_display_precision"] = precision
    return component


def _count() -> Component:
    """Return the count; a correction lowers it, and only a new beginning is a reset to statistics.

    Before its first beginning it is unknown: what was shown last is of another session.
    """
    return {
        **_value("Count", "count", state_class="total", icon="mdi:counter"),
        "value_template": "{{ value_json.count if value_json.count_since_ms else None }}",
        "last_reset_value_template": (
            "{{ (value_json.count_since_ms / 1000) | timestamp_utc if value_json.count_since_ms else '' }}"
        ),
    }


def _health(name: str, key: str, **more: Any) -> Component:
    """Return a figure of the radio; a state without a sensor's health has none."""
    component = _value(name, key, **more, **MEASURED, **DIAGNOSTIC)
    template = f"{{{{ value_json.sensor.{key} if value_json.sensor else None }}}}"
    return {**component, "value_template": template}


def _button(name: str, topic: str, payload: str) -> Component:
    return {"platform": "button", "name": name, "command_topic": topic, "payload_press": payload}


def _event(name: str, topic: str, kind: str) -> Component:
    state = f"{topic}/event/{kind}"
    return {"platform": "event", "name": name, "state_topic": state, "event_types": [kind]}


def _trigger(topic: str, kind: str) -> Component:
    """Return what people choose in an automation without writing anything."""
    return {
        "platform": "device_automation",
        "automation_type": "trigger",
        "type": kind,
        "subtype": "workout",
        "topic": f"{topic}/event/{kind}",
        "payload": kind,
        "value_template": "{{ value_json.event_type }}",
    }
