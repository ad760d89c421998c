"""Why a connection to a broker failed or broke, in words, with what to do about it."""

import errno
import ssl

import aiomqtt

from legday.publishers._mqtt_settings import MqttSettings

SILENT = "Operation timed out"
"""What aiomqtt says of a broker that does not answer in time."""

_REFUSED = f"[Errno {errno.ECONNREFUSED}]"
_CERTIFICATE_REQUIRED = "CERTIFICATE_REQUIRED"
_UNSUPPORTED = {1, 132}
_NOT_AUTHORISED = {4, 5, 134, 135}


def first(error: Exception) -> Exception:
    """Return the error that ended a task group, however deep it lies."""
    return first(error.exceptions[0]) if isinstance(error, ExceptionGroup) else error


def reason(error: Exception, settings: MqttSettings) -> str:
    """Return in words why a connection with these settings failed or broke."""
    if _REFUSED in str(error):
        return "no broker is listening there"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not trusted ({error.verify_message}): mqtt.ca names an authority of your own"
        )
    if _CERTIFICATE_REQUIRED in str(error):
        return "the broker wants our certificate: set mqtt.certificate and mqtt.key"
    if isinstance(error, TimeoutError) or str(error) == SILENT:
        return _of_silence(settings)
    if isinstance(error, aiomqtt.MqttCodeError):
        return _of_code(error)
    return _as_it_is(error)


def _of_silence(settings: MqttSettings) -> str:
    if settings.address.scheme == "mqtts" and settings.certificate is None:
        return "no answer; the broker may want our certificate (mqtt.certificate), or refuses by silence"
    return "no answer; some brokers refuse a user or password by silence"


def _of_code(error: aiomqtt.MqttCodeError) -> str:
    code = getattr(error.rc, "value", error.rc)
    if code in _NOT_AUTHORISED:
        return (
            "the broker refuses this user or password: set mqtt.user and mqtt.password in legday.toml, "
            "or LEGDAY_MQTT_USER and LEGDAY_MQTT_PASSWORD"
        )
    if code in _UNSUPPORTED:
        return "the broker does not speak this version of MQTT: set mqtt.protocol"
    return _as_it_is(error)


def _as_it_is(error: Exception) -> str:
    return str(error) or type(error).__name__
