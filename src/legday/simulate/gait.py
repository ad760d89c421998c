"""How legs move in each gait: shapes of one step, in shares of its time, and how a bout begins and ends.

A step lasts from the contact of one foot to that of the other. Meanwhile one leg stands, its thigh going back
from the angle of contact, and the other one swings: past its highest angle and a little back to contact.
Figures of walking and running: Winter, Biomechanics and Motor Control of Human Movement (2009); Novacheck,
Gait and Posture 7, 77 (1998).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gait:
    """A gait at full speed.

    Parameters
    ----------
    lift_deg, contact_deg, back_deg : float
        Thigh angle at its highest, as the foot meets the ground, and at its lowest.
    top_share : float
        When in its step the swinging thigh is highest.
    knee_deg : float
        Largest angle of the swinging knee.
    impact_m_s2, width_s : float
        Peak and length of the shock of a foot on its own thigh.
    bob_m : float
        How far the hip sinks and rises about its mean where a foot is always on the ground.
    stance_share : float
        Share of a step in which a foot is on the ground; what is left of 1 is flight. 1 for walking.
    speed_m_s, start_m_s2, stop_m_s2 : float
        Speed, and how fast it is gained and lost.
    """

    lift_deg: float
    contact_deg: float
    back_deg: float
    top_share: float
    knee_deg: float
    impact_m_s2: float
    width_s: float
    bob_m: float
    stance_share: float
    speed_m_s: float
    start_m_s2: float
    stop_m_s2: float


WALK = Gait(
    lift_deg=25.0,
    contact_deg=21.0,
    back_deg=-12.0,
    top_share=0.75,
    knee_deg=60.0,
    impact_m_s2=9.0,
    width_s=0.045,
    bob_m=0.02,
    stance_share=1.0,
    speed_m_s=1.3,
    start_m_s2=1.0,
    stop_m_s2=1.1,
)

RUN = Gait(
    lift_deg=32.0,
    contact_deg=22.0,
    back_deg=-18.0,
    top_share=0.65,
    knee_deg=95.0,
    impact_m_s2=36.0,
    width_s=0.04,
    bob_m=0.0,
    stance_share=0.72,
    speed_m_s=2.8,
    start_m_s2=2.0,
    stop_m_s2=2.0,
)

SPRINT = Gait(
    lift_deg=65.0,
    contact_deg=32.0,
    back_deg=-25.0,
    top_share=0.6,
    knee_deg=120.0,
    impact_m_s2=45.0,
    width_s=0.035,
    bob_m=0.0,
    stance_share=0.55,
    speed_m_s=6.5,
    start_m_s2=4.0,
    stop_m_s2=3.5,
)


def speeds(gait: Gait, steps: int, step_s: float) -> list[float]:
    """Return the share of full speed of each step of a bout: gained at the start, lost at the end."""
    if gait.speed_m_s == 0.0:
        return [1.0] * steps
    gained = gait.start_m_s2 * step_s / gait.speed_m_s
    lost = gait.stop_m_s2 * step_s / gait.speed_m_s
    return [min(1.0, gained * (i + 0.5), lost * (steps - i - 0.5)) for i in range(steps)]


def size(share_of_speed: float) -> float:
    """Return how large a step is at a share of full speed: a slow step is shorter, but still a step."""
    return 0.45 + 0.55 * share_of_speed
