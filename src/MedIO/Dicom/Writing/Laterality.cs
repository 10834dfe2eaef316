using System;
using System.Collections.Generic;

namespace MedIO.Dicom.Writing;

/// <summary>Laterality (0020,0060): empty where left or right is not known, and absent where there is no such question (type 2C, PS3.3 section C.7.3.1).</summary>
internal static class Laterality
{
    // Parts that a body has one of (PS3.16 annex L).
    private static readonly HashSet<string> Unpaired = new(
        ("ABDOMEN ABDOMENPELVIS AORTA BACK BLADDER BRAIN CEREBELLUM CERVIX CHEST CHESTABDOMEN CHESTABDPELVIS CIRCLEOFWILLIS COCCYX COLON "
        + "CORONARYARTERY CSPINE CTSPINE DUODENUM ESOPHAGUS FACE GALLBLADDER HEAD HEADNECK HEART ILEUM ILIUM JAW JEJUNUM LARYNX LIVER LSPINE "
        + "LSSPINE MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST NECKCHESTABDOMEN NECKCHESTABDPELV NOSE PANCREAS PELVIS PENIS PHARYNX PROSTATE RECTUM "
        + "SCALP SKULL SPINE SPLEEN SSPINE STERNUM STOMACH THYMUS THYROID TLSPINE TONGUE TRACHEA TSPINE URETER URETHRA UTERUS VAGINA VULVA WHOLEBODY").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Adds it, empty, unless the elements that are there answer the question.</summary>
    public static void Complete(DicomContent content)
    {
        string part = (content.TextOf(DicomTags.BodyPartExamined) ?? string.Empty).Trim(' ');
        if (!content.Contains(DicomTags.Laterality) && !content.Contains(DicomTags.ImageLaterality) && !Unpaired.Contains(part))
        {
            content.Empty(DicomTags.Laterality);
        }
    }
}
