'use client'

import { createContext, useContext } from 'react'
import { ArrivingHeading } from '~/components/arriving-heading'

/** Whether the step was come to from another one, and not by opening the page. */
export const CameFromStep = createContext(false)

/** A step's heading; takes the focus when one comes from another step. */
export const StepHeading = ({ children }: { children: string }) => (
  <ArrivingHeading arrives={useContext(CameFromStep)}>{children}</ArrivingHeading>
)
